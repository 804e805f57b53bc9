"""Statements in Excel files, read by the process that reads all of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from funds.errors import StatementUnreadable
from imports.errors import ListTooWide, ListUnreadable
from imports.reading import opened


def workbook_rows(content: bytes) -> Iterator[tuple[int, list[Any]]]:
    """(number of the row, cells) of the first sheet that has any."""
    try:
        with opened(content, name="对账单") as book:
            sheets = [sheet for sheet in book.sheets if sheet.rows]
            if not sheets:
                raise StatementUnreadable(why="工作簿里没有内容")
            for row in book.rows(sheets[0].name):
                yield row.number, [_plain(cell) for cell in row.cells]
    except (ListUnreadable, ListTooWide) as odd:
        raise StatementUnreadable(why="不是可以打开的Excel文件") from odd


def _plain(cell: Any) -> Any:
    if isinstance(cell, dict):
        return date.fromisoformat(cell["d"]) if "d" in cell else cell.get("t")
    return "" if cell is None else cell
