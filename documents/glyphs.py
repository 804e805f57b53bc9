"""Characters that no font can draw are found before the printing, never as a box on paper."""

from __future__ import annotations

import unicodedata

from documents.errors import GlyphMissing
from documents.faces import RARE, Faces, faces

_NOT_DRAWN = frozenset("\n\r\t")


def missing(text: str, role: str | None = None, *, fonts: Faces | None = None) -> str:
    """The characters of ``text`` that no font can draw, each once, in order.

    With a ``role`` (fangsong, song, hei, kai, title) that role's font and the rare one
    are asked; without, every role must be able to draw the character.
    """
    fonts = fonts or faces()
    found: dict[str, None] = {}
    for character in text:
        if character not in _NOT_DRAWN and not _drawn(character, role, fonts):
            found[character] = None
    return "".join(found)


def require_glyphs(text: str, *, fonts: Faces) -> None:
    """Raises GlyphMissing, naming the characters, when a paper with ``text`` would show boxes."""
    if absent := missing(text, fonts=fonts):
        raise GlyphMissing(characters="、".join(_spoken(character) for character in absent))


def _drawn(character: str, role: str | None, fonts: Faces) -> bool:
    if role is None:
        return fonts.holds(character)
    return any(ord(character) in fonts.by_role[name].glyphs for name in (role, RARE))


def _spoken(character: str) -> str:
    """The character with its code point; the code point alone when it cannot be seen."""
    code = f"U+{ord(character):04X}"
    if unicodedata.category(character)[0] in "CZM":
        return code
    return f"{character}（{code}）"
