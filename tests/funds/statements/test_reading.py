"""Files as banks give them, and as they should not."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from funds.errors import StatementUnreadable
from funds.statements import layouts, read_statement

TWO = layouts()["two_columns"]
CSV = """某某县农村商业银行账户交易明细,,,,,
账号：6217****0001,,,,,
交易日期,收入金额,支出金额,余额,交易流水号,附言
20250307,"3,600.00",,"3,600.00",R001,A000001 王
2025-03-08,,200.00,"3,400.00",R002,拨付
2025年3月9日,￥0.01,,3400.01,R003,结息
合计,"3,600.01",200.00,,,
"""


def rows(statement):
    return [(line.booked_on.day, line.amount_fen, line.balance_fen) for line in statement.lines]


WHOLE = [(7, 360000, 360000), (8, -20000, 340000), (9, 1, 340001)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_csv_is_read_in_each_encoding(encoding):
    found = read_statement(CSV.encode(encoding), TWO)

    assert rows(found) == WHOLE
    assert (found.torn_at, found.closing_fen) == (None, 340001)
    assert [line.bank_ref for line in found.lines] == ["R001", "R002", "R003"]


def test_a_workbook_is_read_like_a_csv():
    book = openpyxl.Workbook()
    for row in (
        ["账户明细"],
        ["交易日期", "收入金额", "支出金额", "余额", "附言"],
        [date(2025, 3, 7), 3600.1, None, 3600.1, "A1"],
        ["2025-03-08", None, "200.00", "3,400.10", ""],
    ):
        book.active.append(row)
    out = BytesIO()
    book.save(out)

    assert rows(read_statement(out.getvalue(), TWO)) == [(7, 360010, 360010), (8, -20000, 340010)]


TORN = {
    "a balance that does not add up": (
        CSV.replace('"3,400.00"', '"3,400.01"'),
        5,
        "余额与上一行加减本行金额不符",
    ),
    "an amount with three decimals": (CSV.replace("200.00,", "200.001,"), 5, "超过两位小数"),
    "a day that does not exist": (CSV.replace("2025-03-08", "2025-02-30"), 5, "不存在"),
    "both ways at once": (CSV.replace(",,200.00", ",5,200.00"), 5, "同时有金额"),
    "no amount": (CSV.replace(",,200.00", ",,"), 5, "没有金额"),
}


@pytest.mark.parametrize(("text", "place", "why"), TORN.values(), ids=TORN)
def test_a_torn_file_says_where_and_keeps_what_is_whole(text, place, why):
    found = read_statement(text.encode(), TWO)

    assert found.torn_at == place
    assert why in found.why
    assert rows(found) == WHOLE[:1]


UNREADABLE = {
    "empty": (b"  \n", "空的"),
    "no head": ("甲,乙,丙\n1,2,3\n".encode(), "表头"),
    "no encoding": (b"\xff\xfe\x00\x81\x82\xff", "文字编码"),
    "a workbook in name only": (b"PK\x03\x04broken", "Excel"),
}


@pytest.mark.parametrize(("content", "why"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_statement_is_refused_whole(content, why):
    with pytest.raises(StatementUnreadable, match=why):
        read_statement(content, TWO)


def test_equal_lines_of_one_day_are_two_movements_with_two_keys():
    text = "日期,交易金额,摘要\n2025-03-07,100.00,缴费\n2025-03-07,100.00,缴费\n"

    first, second = read_statement(text.encode(), layouts()["signed"]).lines
    (again,) = read_statement(text[: text.rindex("2025")].encode(), layouts()["signed"]).lines

    assert first.key != second.key
    assert again.key == first.key


def test_newest_first_is_turned_round_and_a_side_says_which_way():
    text = "记账日期,金额,借贷标志,余额\n2025-03-08,50.00,借,150.00\n2025-03-07,200.00,贷,200.00\n"

    assert rows(read_statement(text.encode(), layouts()["with_side"])) == [
        (7, 20000, 20000),
        (8, -5000, 15000),
    ]
