"""Statements that are tables: CSV in whatever encoding, or a workbook."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from funds.errors import StatementUnreadable
from funds.statements.cells import CellWrong, day, money, text_of
from funds.statements.layouts import Layout
from funds.statements.lines import Line, Statement, up_to_torn

HEAD_ROWS = 30
_LEAST_HEADINGS = 3
_SEPARATORS = ",;\t|"
Row = tuple[int, Sequence[Any]]
Cells = Mapping[str, Any]


def csv_rows(content: bytes) -> Iterator[Row]:
    """(number of the line, cells). UTF-8 with or without BOM, else GB 18030."""
    text = text_of(content)
    head = "\n".join(text.splitlines()[:HEAD_ROWS])
    separator = max(_SEPARATORS, key=head.count)
    reader = csv.reader(StringIO(text), delimiter=separator)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip().strip("\t") for cell in cells]
    except csv.Error as odd:
        raise StatementUnreadable(why="表格的分隔或者引号不完整") from odd


def read_table(rows: Iterable[Row], layout: Layout) -> Statement:
    """The lines under the head of a table. Raises StatementUnreadable when there is no head."""
    rest = iter(rows)
    places = _head(rest, layout)
    told = (
        (place, {ours: cells[at] for ours, at in places.items() if at < len(cells)})
        for place, cells in rest
    )
    movements = ((place, said) for place, said in told if not _is_foot(said))
    lines, torn_at, why = up_to_torn(movements, lambda place, said: _line(place, said, layout))
    if layout.newest_first:
        lines.reverse()
    closing = lines[-1].balance_fen if lines else None
    return Statement(tuple(lines), torn_at, why, closing_fen=closing)


def _head(rows: Iterator[Row], layout: Layout) -> dict[str, int]:
    """Where each of our fields stands, by the first row that bears enough headings."""
    headings = layout.headings
    for _, (_, cells) in zip(range(HEAD_ROWS), rows, strict=False):
        found: dict[str, int] = {}
        for at, cell in enumerate(cells):
            ours = headings.get("".join(str(cell).split()))
            if ours is not None:
                found.setdefault(ours, at)
        if len(found) >= _LEAST_HEADINGS and "booked_on" in found:
            return found
    raise StatementUnreadable(why=f"没有找到“{layout.name}”的表头")


def _is_foot(said: Cells) -> bool:
    """A row of totals or a remark under the table: it bears no day."""
    text = str(said.get("booked_on") or "").strip()
    return not text or not text[0].isdigit()


def _line(place: int, said: Cells, layout: Layout) -> Line:
    booked_on = day(said["booked_on"])
    value = said.get("value_on")
    amount = _AMOUNTS[_way(said)](said, layout)
    if not amount:
        raise CellWrong("没有金额")
    return Line(
        place=place,
        booked_on=booked_on,
        value_on=day(value) if value else booked_on,
        amount_fen=amount,
        bank_ref=str(said.get("bank_ref") or "").strip(),
        balance_fen=money(said.get("balance")),
        remark=str(said.get("remark") or "").strip(),
    )


def _way(said: Cells) -> str:
    if "side" in said:
        return "side"
    return "signed" if "amount" in said else "apart"


def _signed(said: Cells, _: Layout) -> int:
    return money(said["amount"]) or 0


def _by_side(said: Cells, layout: Layout) -> int:
    amount = money(said["amount"]) or 0
    side = str(said["side"]).strip()
    return amount if any(side.startswith(word) for word in layout.credit_words) else -amount


def _apart(said: Cells, _: Layout) -> int:
    came, left = money(said.get("paid_in")) or 0, money(said.get("paid_out")) or 0
    if came and left:
        raise CellWrong("收入和支出同时有金额")
    return came - left


_AMOUNTS: Mapping[str, Callable[[Cells, Layout], int]] = {
    "side": _by_side,
    "signed": _signed,
    "apart": _apart,
}
