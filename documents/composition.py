"""A notice on the grid of GB/T 9704-2012: which words stand on which line of which page.

The type area is 156 × 225 mm with 22 lines of 28 characters. The seal of 4.2 cm will press
the organ and the date, and its top must lie within one line of the text (7.3.5): so two
empty lines stand above the organ, and these four lines never stand alone on a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from documents.faces import FANGSONG, HEI, KAI, TITLE
from documents.payloads import NoticePayload
from documents.typesetting import MEASURE_EM, Line, Run, Width, centred, set_paragraph, width_em
from documents.wording import ADDRESSEE, ANNEXES, HEADING, LEVEL_1, LEVEL_2, Paragraph, paragraphs

LINES_PER_PAGE = 22
TIGHT_LINES_PER_PAGE = (23, 24)  # only when the signature has no room: 27.7 or 26.6 pt a line
AREA_HEIGHT_PT = 225 / 25.4 * 72
TITLE_EM = 22 / (156 / 25.4 * 72 / 28)  # 2号 in em of the text

_SEAL_LINES = 2  # empty lines above the organ, for the upper half of the seal
_DATE_FROM_RIGHT_EM = 4.0
_KEPT_WITH_SIGNATURE = 2  # lines of text on the page of the signature


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the grid; the title's rows are taller and stand for several."""

    line: Line | None = None
    kind: str = "text"
    height: float = 1.0
    keeps_next: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number, its rows, and how high one line is."""

    number: int
    rows: list[Row]
    pitch_pt: float
    is_last: bool = False


@dataclass
class _Draft:
    """Pages while lines are being moved between them."""

    capacity: int
    pages: list[list[Row]] = field(default_factory=lambda: [[]])

    def put(self, rows: list[Row]) -> None:
        if _height(self.pages[-1]) + sum(row.height for row in rows) > self.capacity + 1e-6:
            self.pages.append([])
        self.pages[-1] += rows

    def free(self) -> float:
        return self.capacity - _height(self.pages[-1])


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on the grid, whatever the paper is.

    ``titles`` are centred in size 2, one after the other. ``number`` empty: no line for it.
    ``skipped`` lines stay empty on top, where a letter has its mark. ``signature`` empty: only
    the text.
    """

    titles: tuple[str, ...]
    number: str
    paragraphs: tuple[Paragraph, ...]
    signature: str
    date: str
    skipped: int = 0


def compose(payload: NoticePayload, *, width: Width) -> list[Page]:
    """The pages of a notice, the signature with at least two lines of text on the last."""
    return compose_words(
        Words(
            titles=(payload["organ"], payload["title"]),
            number=payload["number"],
            paragraphs=tuple(paragraphs(payload)),
            signature=payload["signature"],
            date=payload["date"],
        ),
        width=width,
    )


def compose_words(words: Words, *, width: Width) -> list[Page]:
    """The pages of any paper on the grid; ``compose`` says it of a notice."""
    rows = [*_head(words, width), *_body(words.paragraphs, width)]
    signature = _signature(words.signature, words.date, width) if words.signature else []
    draft = _with_signature(rows, signature)
    pitch = AREA_HEIGHT_PT / draft.capacity
    last = len(draft.pages)
    return [
        Page(number, page, pitch, is_last=number == last)
        for number, page in enumerate(draft.pages, start=1)
    ]


def _with_signature(rows: list[Row], signature: list[Row]) -> _Draft:
    """The text on pages, and room for the signature behind it.

    When the text fits but the signature does not, the lines move a little closer together;
    when that is not enough, lines of text move to the page of the signature (7.3.5).
    """
    draft = _paginate(rows, LINES_PER_PAGE)
    if draft.free() < _height(signature):
        tight = (_paginate(rows, capacity) for capacity in TIGHT_LINES_PER_PAGE)
        fitting = (
            other
            for other in tight
            if len(other.pages) <= len(draft.pages) and other.free() >= _height(signature)
        )
        roomier = next(fitting, None)
        if roomier is None:
            draft.pages.append([])
        else:
            draft = roomier
    _bring_text_along(draft)
    draft.pages[-1] += signature
    return draft


def _paginate(rows: list[Row], capacity: int) -> _Draft:
    draft = _Draft(capacity)
    group: list[Row] = []
    for row in rows:
        group.append(row)
        if not row.keeps_next:
            draft.put(group)
            group = []
    draft.put(group)
    return draft


def _bring_text_along(draft: _Draft) -> None:
    """Move lines to the page of the signature until it holds enough text."""
    if len(draft.pages) < 2:
        return
    before, last = draft.pages[-2:]
    while len(before) > 1 and (len(last) < _KEPT_WITH_SIGNATURE or before[-1].keeps_next):
        last.insert(0, before.pop())


def _height(rows: list[Row]) -> float:
    return sum(row.height for row in rows)


def _head(words: Words, width: Width) -> Iterator[Row]:
    if words.skipped:
        yield Row(None, "blank", words.skipped, keeps_next=True)
    titles = [line for title in words.titles for line in _title_lines(title, width)]
    total = -(-len(titles) * 5 // 4)  # a title line is a quarter higher; full grid rows in sum
    slack = total - len(titles) * 1.25
    for line in titles:
        yield Row(line, "title", 1.25, keeps_next=True)
    if slack:
        yield Row(None, "blank", slack, keeps_next=True)
    if words.number:
        number = Run(words.number, FANGSONG)
        yield Row(centred([number], width=width, axis_em=MEASURE_EM / 2), "number", keeps_next=True)
    yield Row(None, "blank", keeps_next=True)


def _title_lines(words: str, width: Width) -> list[Line]:
    """Title words in size 2, broken into even lines when they are wider than the type area."""
    total = sum(width(character, TITLE) for character in words)
    count = max(1, -(-int(total * TITLE_EM * 100) // int(MEASURE_EM * 100)))
    size = -(-len(words) // count)
    parts = [words[start : start + size] for start in range(0, len(words), size)]
    lines = [Line((Run(part, TITLE),)) for part in parts]
    return [
        replace(line, start_em=(MEASURE_EM / TITLE_EM - width_em(line.runs, width=width)) / 2)
        for line in lines
    ]


def _body(texts: Iterable[Paragraph], width: Width) -> Iterator[Row]:
    for paragraph in texts:
        if paragraph.kind == ADDRESSEE:
            yield from _rows(_plain(paragraph.text, width, indent_em=0), "addressee")
        elif paragraph.kind == ANNEXES:
            yield Row(None, "blank", keeps_next=True)  # 附件说明 stands one line below the text
            for part in paragraph.text.splitlines():
                runs, behind = [Run(part, FANGSONG)], 5.0 if part.startswith("附件：") else 6.0
                start = 2.0 if part.startswith("附件：") else 5.0
                yield from _rows(
                    set_paragraph(runs, width=width, indent_em=start, hanging_em=behind + 1)
                )
        else:
            lines = _plain(paragraph.text, width)
            yield from _rows(lines, heading=paragraph.kind == HEADING)


def _plain(text: str, width: Width, *, indent_em: float = 2) -> list[Line]:
    """The lines of a text; each line break in it begins a new paragraph."""
    return [
        line
        for part in text.replace("\t", " ").splitlines()
        for line in set_paragraph(_levelled(part.strip()), width=width, indent_em=indent_em)
    ]


def _levelled(text: str) -> list[Run]:
    """Font roles by the mark a paragraph begins with."""
    for mark, role in ((LEVEL_1, HEI), (LEVEL_2, KAI)):
        if mark.match(text):
            head, stop, rest = text.partition("。")
            return [Run(head + stop, role), *([Run(rest, FANGSONG)] if rest else [])]
    return [Run(text, FANGSONG)]


def _rows(lines: list[Line], kind: str = "text", *, heading: bool = False) -> Iterator[Row]:
    """Rows of the grid; the last line of a heading stays with what follows it."""
    for line in lines:
        yield Row(line, kind, keeps_next=heading and line is lines[-1])


def _signature(organ: str, date: str, width: Width) -> list[Row]:
    """Two empty lines for the seal, the organ centred over the date, the date 4 em from the right.

    A long name needs more room on its right than half the date and four characters: then both
    move left together, so that the name stays centred over the date and inside the type area.
    """
    name, day = [Run(organ, FANGSONG)], [Run(date, FANGSONG)]
    axis = min(
        MEASURE_EM - _DATE_FROM_RIGHT_EM - width_em(day, width=width) / 2,
        MEASURE_EM - width_em(name, width=width) / 2,
    )
    return [
        *[Row(None, "blank") for _ in range(_SEAL_LINES)],
        Row(centred(name, width=width, axis_em=axis), "organ"),
        Row(centred(day, width=width, axis_em=axis), "date"),
    ]
