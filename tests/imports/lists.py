"""Lists as bureaus send them, made in memory."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import openpyxl

from imports.models import ListImport
from imports.services import start_list
from tests.times import NOON

HEAD = ("机构名称", "类别", "统一社会信用代码", "地址", "联系电话")


def workbook(*rows: Sequence[Any], title: str = "", merged: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet; ``title`` stands over it, merged over all columns."""
    book = openpyxl.Workbook()
    sheet = book.active
    if title:
        sheet.append([title])
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(rows[0]))
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def send(*rows: Sequence[Any], by: Any, kind: str = "institutions", **options: Any) -> ListImport:
    """A list is sent; where ``commits()`` is used, it was read as well."""
    return start_list(
        kind=kind, content=workbook(*rows, **options), name="名单.xlsx", by=by, at=NOON
    )


def cells_of(content: bytes) -> list[list[Any]]:
    """What stands in the first sheet of a workbook."""
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]
