"""Excel files of ours: nothing in them acts, and everything in them can be read back."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from common.workbooks import Workbook
from tests.house.files import name_of, own_files


def read(content: bytes):
    return openpyxl.load_workbook(BytesIO(content)).worksheets[0]


def written(*rows, **options):
    book = Workbook()
    book.table("名单", ("名称", "数"), rows, **options)
    return read(book.content())


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_words_that_look_like_a_formula_stay_words_even_when_edited(sign):
    text = f"{sign}cmd|' /C calc'!A0"

    cell = written((text, 1)).cell(2, 1)

    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix


@pytest.mark.parametrize("text", ["{=SUM(1)}", "http://a.test/", "0012", "中文，“引号”"])
def test_words_come_back_as_they_are(text):
    cell = written((text, 1)).cell(2, 1)

    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_numbers_days_and_nothing_keep_their_kind():
    sheet = written((7, 0.5), (date(2024, 3, 1), None), (True, ""))

    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert cells[0] == [7, 0.5]
    assert cells[1][0].date() == date(2024, 3, 1)
    assert cells[1][1] is None
    assert cells[2] == ["是", None]


def test_a_line_over_the_head_moves_the_head_down():
    sheet = written(("青禾", 1), over="桤木县机构名录")

    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == ["桤木县机构名录", "名称", "青禾"]
    assert sheet.freeze_panes == "A3"


def test_a_text_longer_than_a_cell_is_cut_and_not_dropped():
    assert len(written(("长" * 40_000, 1)).cell(2, 1).value) == 32_767


def test_nobody_else_writes_excel_files():
    writers = [
        name_of(path)
        for path in own_files(".py")
        if "import xlsxwriter" in path.read_text(encoding="utf-8")
    ]

    assert writers == ["common/workbooks.py", "tests/common/test_workbooks.py"]
