"""Workbooks of any make are read, and a hostile one ends only the process that reads it."""

from __future__ import annotations

import datetime
from io import BytesIO
from signal import SIGKILL
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from imports import reading
from imports.errors import ListTooWide, ListUnreadable
from imports.reading import Row
from tests.imports.lists import workbook


def rows_of(content: bytes, sheet: str = "Sheet") -> list[Row]:
    with reading.opened(content, name="名单.xlsx") as book:
        return list(book.rows(sheet))


def test_cells_keep_their_kind_and_rows_their_number():
    content = workbook(
        ("名称", "日期", "数"), (), ("青禾\x7f ", datetime.date(2024, 3, 1), 13800000001)
    )

    assert rows_of(content) == [
        Row(1, ["名称", "日期", "数"]),
        Row(3, ["青禾", {"d": "2024-03-01"}, 13800000001]),
    ]


def test_an_institution_merged_over_its_rows_stands_in_each():
    content = workbook(
        ("机构", "人"), ("青禾", "甲"), (None, "乙"), ("向阳", "丙"), merged=["A2:A3"]
    )

    assert [row.cells for row in rows_of(content)][1:] == [
        ["青禾", "甲"],
        ["青禾", "乙"],
        ["向阳", "丙"],
    ]


def test_hidden_sheets_are_left_alone():
    book = openpyxl.Workbook()
    book.create_sheet("隐藏").sheet_state = "hidden"
    out = BytesIO()
    book.save(out)

    with reading.opened(out.getvalue(), name="x") as book:
        assert [sheet.name for sheet in book.sheets] == ["Sheet"]


def test_two_cells_in_far_corners_are_a_sentence_and_not_the_end_of_the_worker():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "a", "b"
    out = BytesIO()
    book.save(out)

    with pytest.raises(ListTooWide):
        rows_of(out.getvalue())


def test_a_zip_that_swells_is_a_sentence(monkeypatch):
    """200 MB of rows in a file of 200 kB; the child may have 150."""
    monkeypatch.setattr(reading, "MEMORY_MB", 150)
    row = b'<row><c t="inlineStr"><is><t>aaaaaaaaaaaaaaaaaaaaaaaa</t></is></c></row>'
    out = BytesIO()
    with ZipFile(BytesIO(workbook(("a",)))) as good, ZipFile(out, "w", ZIP_DEFLATED) as bad:
        for name in good.namelist():
            before, begin, _ = good.read(name).partition(b"<sheetData>")
            after = row * 3_000_000 + b"</sheetData></worksheet>" if begin else b""
            bad.writestr(name, before + begin + after)

    with pytest.raises(ListTooWide):
        rows_of(out.getvalue())


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"name,kind\n"])
def test_what_is_no_workbook_is_a_sentence(content):
    with pytest.raises(ListUnreadable), reading.opened(content, name="名单.xlsx"):
        pass


def test_each_of_several_sheets_can_be_read():
    book = openpyxl.load_workbook(BytesIO(workbook(("a",))))
    book.create_sheet("二").append(["b"])
    out = BytesIO()
    book.save(out)

    assert rows_of(out.getvalue()) == [Row(1, ["a"])]
    assert rows_of(out.getvalue(), "二") == [Row(1, ["b"])]


def test_a_reader_that_stops_early_leaves_no_process_behind():
    content = workbook(*((n, "x" * 500) for n in range(3000)))

    with reading.opened(content, name="x") as book:
        assert next(book.rows("Sheet")).number == 1

    assert book._child.returncode == -SIGKILL
