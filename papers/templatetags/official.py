"""Filters for papers on the grid: pages of an order or a letter, the mark of a letter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import template

from documents.composition import Page, Words, compose_words
from documents.faces import TITLE, faces
from documents.wording import ADDRESSEE, ANNEXES, FACT, TEXT, Paragraph, free_paragraph

register = template.Library()

_LETTER_LINES = 4  # of the grid, under the mark, the red line and the number
_MARK_PT = 30.0
_MM_PT = 72 / 25.4
_MARK_WIDEST_MM = 156.0
_MARK_TOP_MM = 30.0  # upper edge of the ink, from the edge of the paper (GB/T 9704-2012, 10.1)
_RULE_BELOW_MM = 4.0
_RULE_MM = 1.0  # both strokes and the white between them
_GAP_MM = 16 * 7 / 8 / _MM_PT  # 7/8 of a character of size 3


@register.filter
def grid_pages(view: dict[str, Any]) -> list[Page]:
    """The pages of a paper that stands on the grid, from its frozen view."""
    is_letter = view["layout"] == "letter"
    titles = (view["title"],) if is_letter else (view["heading"], view["title"])
    words = Words(
        titles=tuple(title for title in titles if title),
        number="" if is_letter else view["number"],
        paragraphs=tuple(_paragraphs(view)),
        signature=view["signature"],
        date=view["date"],
        skipped=_LETTER_LINES if is_letter else 0,
    )
    return compose_words(words, width=faces().width)


@register.filter
def receipt_pages(view: dict[str, Any]) -> list[Page]:
    """The page that the receiving body fills in and sends back."""
    words = Words(
        titles=("回　执",),
        number="",
        paragraphs=(
            Paragraph(ADDRESSEE, f"{view['organ']}："),
            *(free_paragraph(text) for text in view["receipt"]),
        ),
        signature="（印章）",
        date="　　　　年　　月　　日",
    )
    return compose_words(words, width=faces().width)


def _paragraphs(view: dict[str, Any]) -> Iterator[Paragraph]:
    to = view["addressee"]
    if to["name"]:
        yield Paragraph(ADDRESSEE, f"{to['name']}：")
        yield from (Paragraph(FACT, line) for line in to["lines"])
    if view["replaces"]:
        yield Paragraph(TEXT, view["replaces"])
    yield from (free_paragraph(text) for text in view["paragraphs"])
    names = [table["title"] for table in view["tables"]]
    if len(names) == 1:
        yield Paragraph(ANNEXES, f"附件：{names[0]}")
    elif names:
        numbered = [f"{no}．{name}" for no, name in enumerate(names, start=1)]
        yield Paragraph(ANNEXES, "附件：" + "\n".join(numbered))


@register.filter
def letter_head(view: dict[str, Any]) -> dict[str, str]:
    """Where the mark, the first red line and the number of a letter stand, in CSS lengths."""
    width_em = sum(faces().width(character, TITLE) for character in view["organ"]) or 1
    size_pt = min(_MARK_PT, _MARK_WIDEST_MM * _MM_PT / width_em)
    size_mm = size_pt / _MM_PT
    above, below = faces().by_role[TITLE].ink(view["organ"])
    top = _MARK_TOP_MM - above * size_mm
    rule = top + below * size_mm + _RULE_BELOW_MM
    return {
        "size": f"{size_pt:.3f}pt",
        "top": f"{top:.3f}mm",
        "rule": f"{rule:.3f}mm",
        "number": f"{rule + _RULE_MM + _GAP_MM:.3f}mm",
    }
