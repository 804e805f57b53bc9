"""The monthly statement: the page, the paper and the workbook say the same figures."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import openpyxl
import pytest

from documents.rendering import text_of
from funds.services import Line
from funds.states import BookCode, EntryKind
from tests.factories import funds

MONTH = "/prepaid/month/"
ASKED = {"month": "2021-11"}


@pytest.fixture
def busy(account, contract, hands):
    """Two institutions, of which one is short; every column but two has a figure."""
    funds.taught(contract, hands.clerk, 7)
    release = funds.approved(funds.release(account, hands, 52500), hands)
    refund = funds.approved(funds.refund(contract, hands, 12345), hands)
    funds.told_by_bank(
        account,
        hands.clerk,
        f"2021-11-10,-525.00,3075.00,Z1,{release.number}",
        f"2021-11-10,-123.45,2951.55,Z2,{refund.number}",
        "2021-11-10,0.07,2951.62,Z3,结息",
        "2021-11-10,8.88,2960.50,Z4,某某",
    )
    other = funds.paid(funds.account(hands.clerk), hands.clerk).account
    lines = (Line(BookCode.BANK, -99999), Line(BookCode.SUSPENSE, 99999))
    funds.booked(other, hands.clerk, kind=EntryKind.OTHER_OUT, lines=lines)


def of_page(text):
    """Each row of the table as its figures in fen."""
    rows = re.findall(r"<tr(?: id=\"total\")?>(.*?)</tr>", text.partition("<tbody>")[2], re.S)
    cells = [re.findall(r'<td class="right[^>]*>(?:<strong>)?([^<]+)', row) for row in rows]
    return [[fen(cell) for cell in row] for row in cells]


def fen(said):
    plain = unescape(said).replace("¥", "").replace(",", "")
    return round(float(plain) * 100) if "." in plain else int(plain)


def of_workbook(content):
    rows = list(openpyxl.load_workbook(BytesIO(content))["月报"].values)[2:]
    return [[*(round(cell * 100) for cell in row[1:13]), *row[13:]] for row in rows]


def test_page_paper_and_workbook_are_equal(busy, browser_of, inspector):
    browser = browser_of(inspector)

    page = of_page(browser.get(MONTH, ASKED).text)
    book = of_workbook(browser.get(f"{MONTH}month.xlsx", ASKED).content)
    paper = text_of(browser.get(f"{MONTH}month.pdf", ASKED).content)

    assert page == book
    assert len(page) == 3
    assert page[2] == [sum(column) for column in zip(*page[:2], strict=True)]
    printed = re.sub(r"\s", "", paper)
    for row in page:
        sums = [f"{cell / 100:,.2f}" for cell in row[:12]]
        assert "".join([*sums, *map(str, row[12:])]) in printed


def test_the_figures_are_those_of_the_month(busy, browser_of, inspector):
    total = browser_of(inspector).get(MONTH, ASKED).context["total"]

    assert (total.fees_fen, total.released_fen, total.refunded_fen) == (720000, 52500, 12345)
    assert (total.interest_fen, total.other_in_fen, total.other_out_fen) == (7, 888, 99999)
    assert total.uncovered_fen == 99999


def test_a_month_before_everything_is_empty_and_one_to_come_is_refused(
    county, browser_of, inspector
):
    browser = browser_of(inspector)

    assert "这个月以前没有入账" in browser.get(MONTH, {"month": "2020-01"}).text
    pdf = text_of(browser.get(f"{MONTH}month.pdf", {"month": "2020-01"}).content)
    assert "2020年1月" in pdf
    for said in ("2099-01", "x", "2021-13"):
        assert browser.get(MONTH, {"month": said}).status_code == 422


def test_without_a_month_it_is_the_last_whole_one(county, browser_of, inspector):
    answer = browser_of(inspector).get(MONTH)

    assert answer.context["month"].last < answer.context["today"]
