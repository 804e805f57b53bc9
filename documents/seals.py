"""The seal on a paper: its drawing, and where it presses name and date (GB/T 9704-2012, 7.3.5).

A county's department has a round seal of 4.2 cm with a five-point star in its middle and its name
around it (国发〔1999〕25号 [K]). It is red, upright, and presses the organ's name and the date so
that both lie slightly below its centre; its top lies within one line of the text.
Lengths are millimetres from the left and upper edges of the page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen

from documents.composition import Page
from documents.errors import GlyphMissing
from documents.faces import RARE, SONG, Face, Faces, faces

DIAMETER_MM = 42.0
RED = "#e00000"
BELOW_CENTRE_MM = 4.0  # how far the middle of name and date lies below the seal's centre
LEAST_GAP_MM = 1.0  # between seals that stand side by side
MOST_IN_A_ROW = 3  # 42 mm each on a type area of 156 mm

_EDGE_MM = 1.1  # thickness of the outer ring
_STAR_MM = 6.8  # from the centre to a point of the star
_STAR_WAIST = math.sin(math.radians(18)) / math.sin(math.radians(54))  # of a regular star
_GAP_MM = 1.3  # between the ring and the name
_MOST_ARC, _MOST_STEP = 250.0, 25.0  # degrees: of the whole name, of one character
_NARROW = 0.74  # characters of a seal are slender
_AREA_LEFT_MM, _AREA_TOP_MM, _EM_MM = 28.0, 37.0, 156 / 28
_MM_OF_PT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the page."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def axis(self) -> float:
        """The vertical line through its middle."""
        return self.left + self.width / 2


def place_seal(organ: Box, date: Box, *, body_bottom: float, line: float) -> Box:
    """Where the seal of a single organ stands, whose name and date lie one above the other.

    Args:
        body_bottom: where the last line of the text ends.
        line: height of one line; the seal's top lies no further below the text than that.
    """
    middle = (organ.top + date.bottom) / 2
    top = middle - BELOW_CENTRE_MM - DIAMETER_MM / 2
    top = min(max(top, body_bottom), body_bottom + line)
    return Box(date.axis - DIAMETER_MM / 2, top, DIAMETER_MM, DIAMETER_MM)


def joint_columns(
    count: int, *, left: float = _AREA_LEFT_MM, width: float = 156.0
) -> list[list[float]]:
    """Axes of the names of organs that sign together, row by row: three in a row at most.

    Seals on these axes do not touch and stay inside the type area. The last organ, whose seal
    presses the date, too, stands rightmost in the last row.
    """
    if count < 1:
        raise ValueError("nobody signs")
    rows = []
    for start in range(0, count, MOST_IN_A_ROW):
        held = min(MOST_IN_A_ROW, count - start)
        pitch = width / held
        rows.append([left + pitch * (number + 0.5) for number in range(held)])
    return rows


def touching(seals: list[Box]) -> bool:
    """Do any two of these round seals touch or cross?"""
    return any(
        math.hypot(one.axis - other.axis, one.top - other.top) < DIAMETER_MM + LEAST_GAP_MM
        for number, one in enumerate(seals)
        for other in seals[:number]
    )


def seal_box(page: Page) -> Box | None:
    """Where the seal stands on a composed page; None when organ and date are not on it."""
    top, boxes, body_bottom = _AREA_TOP_MM, {}, _AREA_TOP_MM
    line = page.pitch_pt * _MM_OF_PT
    for row in page.rows:
        height = row.height * line
        if row.kind in ("organ", "date") and row.line:
            width = sum(_width(run.text) for run in row.line.runs)
            left = _AREA_LEFT_MM + (row.line.start_em or 0) * _EM_MM
            boxes[row.kind] = Box(left, top, width, height)
        elif row.line and "organ" not in boxes:
            body_bottom = top + height
        top += height
    if set(boxes) != {"organ", "date"}:
        return None
    return place_seal(boxes["organ"], boxes["date"], body_bottom=body_bottom, line=line)


@lru_cache(maxsize=64)
def seal_svg(organ: str, *, fonts: Faces | None = None) -> str:
    """The seal as SVG of 42 by 42 mm. Characters are outlines: nothing to select, no font needed.

    Raises GlyphMissing when no font of the papers holds a character of the name.
    """
    fonts = fonts or faces()
    radius = DIAMETER_MM / 2
    parts = [
        f'<circle r="{radius - _EDGE_MM / 2:.3f}" fill="none" stroke="{RED}" stroke-width="{_EDGE_MM}"/>',
        f'<path fill="{RED}" d="{_star()}"/>',
        f'<path fill="{RED}" d="{_name(organ, fonts)}"/>',
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{DIAMETER_MM:g}mm" height="{DIAMETER_MM:g}mm"'
        f' viewBox="{-radius:g} {-radius:g} {DIAMETER_MM:g} {DIAMETER_MM:g}">'
        + "".join(parts)
        + "</svg>"
    )


def _star() -> str:
    """A regular five-point star, one point upwards."""
    points = []
    for number in range(10):
        reach = _STAR_MM if number % 2 == 0 else _STAR_MM * _STAR_WAIST
        angle = math.radians(36 * number)
        points.append(f"{reach * math.sin(angle):.3f},{-reach * math.cos(angle):.3f}")
    return "M" + "L".join(points) + "Z"


def _name(organ: str, fonts: Faces) -> str:
    """The name from left to right around the star, feet towards the centre."""
    step = min(_MOST_STEP, _MOST_ARC / max(1, len(organ)))
    outside = DIAMETER_MM / 2 - _EDGE_MM - _GAP_MM
    # As tall as its place on the ring is wide, and never taller than a sixth of the seal.
    size = min(DIAMETER_MM / 6.5, math.radians(step) * outside / _NARROW / 1.12)
    pieces = []
    for number, character in enumerate(organ):
        angle = (number - (len(organ) - 1) / 2) * step
        pieces.append(_glyph(character, fonts, angle=angle, size=size, foot=outside - size))
    return "".join(pieces)


def _glyph(character: str, fonts: Faces, *, angle: float, size: float, foot: float) -> str:
    """One character's outline, its foot ``foot`` mm from the centre, turned by ``angle`` degrees."""
    face = _face_with(character, fonts)
    font = face.font
    scale = size / font["head"].unitsPerEm
    glyphs = font.getGlyphSet()
    glyph = glyphs[face.glyphs[ord(character)]]
    turn = math.radians(angle)
    cos, sin = math.cos(turn), math.sin(turn)
    across, up = scale * _NARROW, scale
    # Glyph units: x to the right, y up from the foot; -0.12 em is what hangs below it.
    shift = -glyph.width / 2 * across
    height = foot + 0.12 * size
    pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.3f}".rstrip("0").rstrip("."))
    matrix = (
        across * cos,
        across * sin,
        up * sin,
        -up * cos,
        shift * cos + height * sin,
        shift * sin - height * cos,
    )
    glyph.draw(TransformPen(pen, matrix))
    return str(pen.getCommands())


def _face_with(character: str, fonts: Faces) -> Face:
    for role in (SONG, RARE):
        if ord(character) in fonts.by_role[role].glyphs:
            return fonts.by_role[role]
    raise GlyphMissing(characters=character)


def _width(text: str) -> float:
    """Millimetres of a line in the text's size."""
    width = faces().width
    return sum(width(character, "fangsong") for character in text) * _EM_MM
