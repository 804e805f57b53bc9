"""From a form and its facts to what stands on the sheet: rows, paragraphs, tables, signatures.

All forms of a table or a record are drawn from their list of fields, so that a form is data:
approvals, records, lists, receipts, reports, covers, and blank forms for the party. What is
not known leaves room for the pen. Pure: the same facts give the same sheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from documents.wording import chinese_numeral
from papers import cells, endings
from papers.catalogue import Field, Form
from papers.kinds import cell_words
from papers.numbers import masked

SHEETS = ("record", "approval", "list", "receipt", "report", "from_party", "cover")
_PROSE = {"record", "report", "from_party"}  # long facts are paragraphs, not cells
_LABEL_CHARACTERS = 6  # that stand side by side in the column of labels
_BLANK_ROWS = 5  # of a table that is filled by hand
_Rows = list[list[dict[str, Any]]]


def compose_sheet(form: Form, facts: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    """What the templates of ``SHEETS`` draw beside the view's own words (composition.compose).

    ``words`` are those that no fact says: organ, number, date, and what the form's texts use.
    A form's own ``text`` stands where its fields of kind wording put it.
    """
    blocks = _blocks(form, facts, words)
    ending = endings.of_sheet(form, facts, organ=words["organ"], day=cells.day(words["date"]))
    if hands := ending.pop("hands"):
        _hang(blocks, _with_labels(hands))
    return {"blocks": blocks, **ending}


def _blocks(form: Form, facts: dict[str, Any], words: dict[str, Any]) -> list[dict[str, Any]]:
    """Neighbouring cells make one bordered table; everything else stands between them."""
    blocks: list[dict[str, Any]] = []
    section = 0
    for field in form.fields:
        if field.kind == "signatures":
            continue
        made = _block(form, field, facts, words)
        if made["kind"] == "rows":
            made["rows"] = _with_labels(made["rows"])
        if made["kind"] == "rows" and blocks and blocks[-1]["kind"] == "rows":
            _join(blocks[-1]["rows"], made["rows"])
            continue
        if form.layout == "report" and made["kind"] in {"prose", "grid"} and made["heading"]:
            made["heading"] = f"{chinese_numeral(section := section + 1)}、{made['heading']}"
        blocks.append(made)
    return blocks


def _hang(blocks: list[dict[str, Any]], rows: _Rows) -> None:
    """The signatures of a receipt are the last rows of its table."""
    if blocks and blocks[-1]["kind"] == "rows":
        blocks[-1]["rows"] += rows
    else:
        blocks.append({"kind": "rows", "rows": rows})


def _with_labels(rows: _Rows) -> _Rows:
    for row in rows:
        for cell in row:
            cell["label_lines"] = label_lines(cell["label"])
    return rows


def label_lines(label: str) -> list[str]:
    """A label on lines of even length, broken before a bracket where that fits."""
    if len(label) <= _LABEL_CHARACTERS:
        return [label]
    head, bracket, rest = label.partition("（")
    if bracket and head and len(rest) < _LABEL_CHARACTERS:
        return [*label_lines(head), bracket + rest]
    if label.endswith(("名称", "姓名")) and len(label) - 2 <= _LABEL_CHARACTERS:
        return [label[:-2], label[-2:]]
    count = -(-len(label) // _LABEL_CHARACTERS)
    size = -(-len(label) // count)
    parts = [label[start : start + size] for start in range(0, len(label), size)]
    for at, part in enumerate(parts[:-1]):
        if part.endswith("（"):  # an opening bracket goes with what it opens
            parts[at], parts[at + 1] = part[:-1], "（" + parts[at + 1]
    return parts


def _block(form: Form, field: Field, facts: dict[str, Any], words: dict[str, Any]) -> Any:
    value = facts.get(field.key)
    if field.kind == "wording":
        texts = [part.text for part in form.text if part.key in field.of]
        told = [line for text in texts for line in cells.sentences(text, form, facts, words)]
        lines = [{"words": line, "flat": line.endswith("：")} for line in told]
        return {"kind": "wording", "heading": field.label, "paragraphs": lines}
    if field.kind == "table":
        return _grid(field, value or [])
    if field.kind == "answers":
        rows = value or [{"question": "", "answer": ""}] * 8
        return {"kind": "answers", "heading": field.label, "rows": rows}
    if field.kind == "photos":
        return {"kind": "photos", "heading": field.label, "photos": value or [{}, {}]}
    if field.kind == "opinions":
        return {"kind": "rows", "rows": endings.opinions(field, value or {})}
    if field.kind == "party":
        rows = cells.party_rows(field.label, value if isinstance(value, dict) else {"name": value})
        return {"kind": "rows", "rows": [_cells(row) for row in rows]}
    if field.kind == "long" and form.layout in _PROSE:
        told_lines = _paragraphs(cells.words_of(field, value))
        ruled = [""] * (0 if told_lines else field.lines or 3)
        return {
            "kind": "prose",
            "heading": field.label,
            "paragraphs": told_lines,
            "ruled": ruled,
        }
    cell = _cell(field, value)
    if form.layout == "cover" and not value:
        cell["paragraphs"] = []  # the ruled line is blank enough
    return {"kind": "rows", "rows": [[cell]]}


def _cell(field: Field, value: Any) -> dict[str, Any]:
    words = cells.words_of(field, value)
    if not words and field.options:
        words = _boxes(field)
    if not words and field.kind in {"date", "moment"}:
        words = cells.BLANK_DAY if field.kind == "date" else cells.BLANK_MOMENT
    lines = _paragraphs(words)
    tall = field.lines or (4 if field.kind == "long" else 1)
    return {
        "label": field.label,
        "paragraphs": lines,
        "half": field.half,
        "kind": field.kind,
        "height_mm": 9 * tall if not value and tall > 1 else 0,
        "is_long": len(masked(words)) > 300,
    }


def _boxes(field: Field) -> str:
    """The choices as boxes to tick."""
    return "　".join(f"□{label}" for _, label in field.options)


def _cells(row: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = [
        {"label": label, "paragraphs": [words] if words else [], "kind": "text"}
        for label, words in row
    ]
    for cell in made:
        cell["half"] = len(made) > 1
    return made


def _join(rows: _Rows, more: _Rows) -> None:
    """Add rows; a half cell goes beside a half cell that stands alone."""
    for row in more:
        last = rows[-1] if rows else []
        alone = len(last) == 1 and last[0].get("half")
        if alone and len(row) == 1 and row[0].get("half"):
            last.append(row[0])
        else:
            rows.append(row)


def _grid(field: Field, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A table; its head stands on every page. Numbers its rows where the first column is ``no``."""
    columns = [
        {"key": column.key, "label": column.label, "width": column.width}
        for column in field.columns
    ]
    filled = [
        [cell_words(column, row.get(column.key), no) for column in field.columns]
        for no, row in enumerate(rows, start=1)
    ]
    blank = [[""] * len(columns)] * (0 if filled else field.lines or _BLANK_ROWS)
    return {"kind": "grid", "heading": field.label, "columns": columns, "rows": filled + blank}


def _paragraphs(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]
