"""Reads one workbook in a process of its own and tells it as lines of JSON. Imports nothing of ours.

    python -I child.py FILE MEMORY_MB SECONDS

First each visible sheet with its head, then ``null``; then it waits for the name of a sheet, as
JSON on one line, and tells the rows of that one.

A workbook is somebody else's data: two cells in opposite corners of a sheet make the library ask
for 500 GB and the process abort. Here only this process ends, and the limits are the kernel's.
"""

from __future__ import annotations

import json
import math
import re
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

HEAD_ROWS = 30  # the head of a table is looked for among these
MOST_COLUMNS = 200
MOST_SIGNS = 2_000  # of one cell
_MOST_MERGED = 20_000
# Control characters, and halves of a pair that no text can hold.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def main(path: str, memory_mb: str, seconds: str) -> None:
    most = int(memory_mb) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 -- under the limits

    book = CalamineWorkbook.from_path(path)
    name, sheet = "", None
    for about in book.sheets_metadata:
        shown = about.visible == SheetVisibleEnum.Visible
        if shown and about.typ == SheetTypeEnum.WorkSheet:
            name, sheet = about.name, book.get_sheet_by_name(about.name)
            head = [row for _, row in zip(range(HEAD_ROWS), _rows(sheet), strict=False)]
            _say({"name": name, "rows": sheet.total_height, "head": head})
    _say(None)
    sys.stdout.flush()
    wanted = json.loads(sys.stdin.readline() or "null")
    if wanted is None:
        return
    # A workbook has mostly one sheet, and reading it is most of the work.
    for row in _rows(sheet if wanted == name else book.get_sheet_by_name(wanted)):
        _say(row)


def _say(thing: object) -> None:
    sys.stdout.write(json.dumps(thing, ensure_ascii=False, separators=(",", ":")) + "\n")


def _rows(sheet: Any) -> Iterator[list[Any]]:
    """[number of the row in the file, cell, cell, …], without rows that are empty throughout."""
    down = _merged_downwards(sheet)
    kept: dict[tuple[int, int], Any] = {}
    for place, cells in enumerate(sheet.iter_rows()):
        row = [_plain(cell) for cell in cells[:MOST_COLUMNS]]
        for column, first in down.get(place, ()):
            if place == first:
                kept[first, column] = row[column]
            elif row[column] is None:
                row[column] = kept.get((first, column))
        while row and row[-1] is None:
            row.pop()
        if row:
            yield [place + 1, *row]


def _merged_downwards(sheet: Any) -> dict[int, list[tuple[int, int]]]:
    """Cells merged over several rows, such as an institution beside its teachers.

    Row -> (column, first row of the merged cell). Only .xlsx tells of them.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    left = _MOST_MERGED
    for (top, column), (bottom, right) in sheet.merged_cell_ranges or ():
        left -= bottom - top + 1
        if left < 0:
            break
        if bottom > top and right == column < MOST_COLUMNS:
            for row in range(top, bottom + 1):
                found.setdefault(row, []).append((column, top))
    return found


def _plain(cell: Any) -> Any:
    """None, text, number, true or false; a day as {"d": "2024-03-01"}, a time as {"t": "08:30"}."""
    if isinstance(cell, str):
        return _ODD.sub("", cell)[:MOST_SIGNS].strip() or None
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return None
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if isinstance(cell, datetime):
        return {"d": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    if isinstance(cell, time):
        return {"t": cell.strftime("%H:%M")}
    if isinstance(cell, timedelta):
        return {"t": str(cell)[:-3].zfill(5)}
    return cell if isinstance(cell, int) else None


if __name__ == "__main__":
    main(*sys.argv[1:])
