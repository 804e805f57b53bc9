"""The fonts of papers: a file per role, a rare-character font behind all of them.

GB/T 9704-2012 wants 仿宋, 小标宋, 黑体, 楷体 and 宋体. Free fonts that come near are the
default; a county puts its licensed ones in their place by ``YUJIAN_FONT_FACES``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from documents.errors import FontMissing

FANGSONG, SONG, HEI, KAI, TITLE, RARE = "fangsong", "song", "hei", "kai", "title", "rare"

_FREE = {
    FANGSONG: "FandolFang-Regular.otf",
    SONG: "FandolSong-Regular.otf",
    HEI: "FandolHei-Regular.otf",
    KAI: "FandolKai-Regular.otf",
    TITLE: "FandolSong-Bold.otf",  # stands in for 小标宋
}
_SYSTEM_RARE = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"


@dataclass(frozen=True)
class Face:
    """One font file in one role."""

    role: str
    path: Path

    @cached_property
    def _font(self) -> TTFont:
        if not self.path.is_file():
            raise FontMissing(role=self.role, path=self.path)
        return TTFont(self.path, fontNumber=self._number, lazy=True)

    @cached_property
    def _number(self) -> int:
        """Which font of a collection: the one with simplified Chinese forms."""
        if self.path.suffix.lower() not in {".ttc", ".otc"}:
            return -1
        number = 0
        while True:
            try:
                font = TTFont(self.path, fontNumber=number, lazy=True)
            except Exception:  # fontTools asserts on the number after the last
                return 0
            if font["name"].getDebugName(1).endswith(" SC"):
                return number
            number += 1

    @property
    def family(self) -> str:
        """The name in CSS. Of a collection WeasyPrint can load only the first font, so
        another one is taken from the installed fonts by its own name."""
        if self._number < 0:
            return f"paper-{self.role}"
        return self._font["name"].getDebugName(1)

    @property
    def is_installed(self) -> bool:
        """The system has it under its own name: no @font-face is written."""
        return self._number >= 0

    @cached_property
    def glyphs(self) -> dict[int, str]:
        return self._font.getBestCmap()

    def width(self, character: str) -> float | None:
        """Advance in em, or None when the font does not hold the character."""
        if character not in self._widths:
            glyph = self.glyphs.get(ord(character))
            units = self._font["head"].unitsPerEm
            self._widths[character] = self._font["hmtx"][glyph][0] / units if glyph else None
        return self._widths[character]

    def ink(self, text: str) -> tuple[float, float]:
        """How far the ink of a text begins and ends below the top of a line of 1 em, in em.

        For what is measured by its drawn edge, such as the mark of a letter (GB/T 9704-2012, 10.1).
        """
        glyphs, units = self._font.getGlyphSet(), self._font["head"].unitsPerEm
        highest, lowest = 0.0, 0.0
        for character in text:
            pen = BoundsPen(glyphs)
            glyphs[self.glyphs.get(ord(character), ".notdef")].draw(pen)
            if pen.bounds:
                lowest, highest = min(lowest, pen.bounds[1]), max(highest, pen.bounds[3])
        ascent, descent = self._font["hhea"].ascent, -self._font["hhea"].descent
        baseline = (units - ascent - descent) / 2 + ascent
        return (baseline - highest) / units, (baseline - lowest) / units

    @cached_property
    def _widths(self) -> dict[str, float | None]:
        """Kept because asking the font takes longer than breaking the lines."""
        return {}


@dataclass(frozen=True)
class Faces:
    """The fonts a paper is set in."""

    paths: tuple[tuple[str, Path], ...]

    @cached_property
    def by_role(self) -> dict[str, Face]:
        return {role: Face(role, path) for role, path in self.paths}

    def holds(self, character: str) -> bool:
        """Every role can draw it, by its own font or by the one behind."""
        if ord(character) in self.by_role[RARE].glyphs:
            return True
        roles = (face for role, face in self.by_role.items() if role != RARE)
        return all(ord(character) in face.glyphs for face in roles)

    def width(self, character: str, role: str) -> float:
        """Advance in em of the font that will draw the character; 1 if none will."""
        for face in (self.by_role[role], self.by_role[RARE]):
            width = face.width(character)
            if width is not None:
                return width
        return 1.0

    @cached_property
    def files(self) -> frozenset[str]:
        """Addresses that the renderer may open."""
        return frozenset(face.path.as_uri() for face in self.by_role.values())

    @cached_property
    def css(self) -> str:
        """@font-face rules, and a class per role with the rare font behind it."""
        rare = self.by_role[RARE].family
        rules = [
            f'@font-face {{ font-family: "{face.family}"; src: url("{face.path.as_uri()}") }}'
            for face in self.by_role.values()
            if not face.is_installed
        ]
        rules += [
            f'.{role} {{ font-family: "{face.family}", "{rare}"; font-weight: normal }}'
            for role, face in self.by_role.items()
        ]
        return "\n".join(rules)


def faces() -> Faces:
    """The fonts of this installation. Raises FontMissing when a file is not there."""
    folder, chosen = Path(settings.YUJIAN_FONTS_DIR), settings.YUJIAN_FONT_FACES
    paths = {role: folder / name for role, name in _FREE.items()} | {RARE: Path(_SYSTEM_RARE)}
    paths |= {role: Path(path) for role, path in chosen.items()}
    for role, path in paths.items():
        if not path.is_file():
            raise FontMissing(role=role, path=path)
    return _faces(tuple(sorted((role, path.resolve()) for role, path in paths.items())))


@lru_cache(maxsize=8)
def _faces(paths: tuple[tuple[str, Path], ...]) -> Faces:
    return Faces(paths)
