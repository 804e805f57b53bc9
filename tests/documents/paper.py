"""Reads a PDF as a ruler would: which character lies where, in millimetres from the top left."""

from __future__ import annotations

from ctypes import c_double
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

MM = 25.4 / 72
AREA_LEFT_MM, AREA_RIGHT_MM, AREA_TOP_MM, AREA_BOTTOM_MM = 28, 184, 37, 262
CHARACTER_MM = 156 / 28
LINE_MM = 225 / 22


@dataclass(frozen=True)
class Glyph:
    """One character: its advance box sideways, its ink up and down, its size in points."""

    page: int
    value: str
    left: float
    right: float
    top: float
    bottom: float
    size_pt: float
    baseline: float


def glyphs(pdf: bytes) -> list[Glyph]:
    """Every character that is drawn, in the order of the file."""
    document = pypdfium2.PdfDocument(pdf)
    found = [glyph for number, page in enumerate(document, 1) for glyph in _of(page, number)]
    document.close()
    return found


def _of(page: pypdfium2.PdfPage, number: int) -> list[Glyph]:
    text, height, found = page.get_textpage(), page.get_height(), []
    for index in range(text.count_chars()):
        value = text.get_text_range(index, 1)
        if not value.strip():
            continue
        left, low, right, high = text.get_charbox(index, loose=True)
        _, ink_low, _, ink_high = text.get_charbox(index)
        x, y = c_double(), c_double()
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        found.append(
            Glyph(
                page=number,
                value=value,
                left=left * MM,
                right=right * MM,
                top=(height - ink_high) * MM,
                bottom=(height - ink_low) * MM,
                size_pt=high - low,
                baseline=(height - y.value) * MM,
            )
        )
    return found


def lines(found: list[Glyph]) -> list[list[Glyph]]:
    """Characters that stand on one line, line after line."""
    rows: list[list[Glyph]] = []
    for glyph in found:
        first = rows[-1][0] if rows else None
        if first and first.page == glyph.page and abs(first.baseline - glyph.baseline) < 1:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def in_area(found: list[Glyph]) -> list[Glyph]:
    """Characters inside the type area: no page number, no mark, no address."""
    return [g for g in found if g.top > AREA_TOP_MM and g.bottom < AREA_BOTTOM_MM]


def words(line: list[Glyph]) -> str:
    return "".join(glyph.value for glyph in line)


def line_with(found: list[Glyph], text: str) -> list[Glyph]:
    """The one line that reads exactly ``text`` (without spaces)."""
    (line,) = [line for line in lines(found) if words(line) == text]
    return line
