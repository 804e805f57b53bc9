"""The monthly statement of prepaid money to the bureau: as a paper and as a workbook.

Page, paper and workbook are drawn from one ``PrepaidMonth`` and one list of columns.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from common.clock import chinese_date
from common.workbooks import Workbook
from funds.queries import MonthLine, PrepaidMonth
from policies.queries import values_on
from tenants.current import county

TEMPLATE = "documents/prepaid_month.html"
COLUMNS: tuple[tuple[str, str], ...] = (
    ("期初余额", "opening_fen"),
    ("收费存入", "fees_fen"),
    ("结息", "interest_fen"),
    ("其他存入", "other_in_fen"),
    ("拨付", "released_fen"),
    ("退费", "refunded_fen"),
    ("其他支出", "other_out_fen"),
    ("期末余额", "closing_fen"),
    ("应付学员", "owed_fen"),
    ("待拨付", "releasable_fen"),
    ("待查", "suspense_fen"),
    ("未覆盖", "uncovered_fen"),
)
COUNTS: tuple[tuple[str, str], ...] = (("黄色预警", "yellow"), ("红色预警", "red"))
EXPLAINED = (
    "按银行记账日期统计。期初余额加收费存入、结息、其他存入，减拨付、退费、其他支出，等于期末余额。",
    "应付学员为尚未消课的预收费和已批准未支付的退费；未覆盖为应付学员超过期末余额的部分。",
)


def month_title(month: PrepaidMonth) -> str:
    return f"{month.first.year}年{month.first.month}月校外培训机构预收费监管月报"


def amounts(line: MonthLine) -> list[int]:
    """The figures in fen, in the order of ``COLUMNS``."""
    return [getattr(line, name) for _, name in COLUMNS]


def counts(line: MonthLine) -> list[int]:
    """In the order of ``COUNTS``."""
    return [getattr(line, name) for _, name in COUNTS]


def month_paper(month: PrepaidMonth, *, as_of: date) -> dict[str, Any]:
    """What the paper says, in plain words and numbers."""
    return {
        "organ": values_on(as_of, ["organ.name"])["organ.name"] or county().name,
        "title": month_title(month),
        "demonstration": county().is_demonstration,
        "period": f"{chinese_date(month.first)}至{chinese_date(min(month.last, as_of))}",
        "is_interim": as_of <= month.last,
        "date": chinese_date(as_of),
        "heads": [*(title for title, _ in COLUMNS), *(title for title, _ in COUNTS)],
        "rows": [[name, *_words(line)] for name, line in month.lines],
        "total": _words(month.total),
        "explained": list(EXPLAINED),
    }


def month_workbook(month: PrepaidMonth, *, as_of: date) -> bytes:
    """The same, each amount a number that a spreadsheet can sum."""
    book = Workbook()
    heads = ("机构", *(f"{title}（元）" for title, _ in COLUMNS), *(title for title, _ in COUNTS))
    rows = [[name, *_numbers(line)] for name, line in month.lines]
    over = f"{month_title(month)}（截至{chinese_date(min(month.last, as_of))}）"
    book.table("月报", heads, [*rows, ["合计", *_numbers(month.total)]], over=over)
    book.table("说明", ("说明",), [[text] for text in EXPLAINED])
    return book.content()


def _words(line: MonthLine) -> list[str]:
    return [*(_yuan(fen) for fen in amounts(line)), *(str(count) for count in counts(line))]


def _numbers(line: MonthLine) -> list[float | int]:
    return [*(fen / 100 for fen in amounts(line)), *counts(line)]


def _yuan(fen: int) -> str:
    """1,234.50, as a column of figures."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{rest:02d}"
