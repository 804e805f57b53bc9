"""The board: agreed, apart by how much, no statement; the same answer as the nightly rule."""

from __future__ import annotations

from datetime import date, timedelta

from funds.queries import board, figures_on
from funds.services import import_statement
from tests.factories import fund_scenes, funds
from tests.times import DAY, NOON

UNTIL = DAY + timedelta(days=1)


def _checks(account, first=DAY - timedelta(days=2), last=UNTIL):
    (line,) = board([account], first, last)
    return [(cell.state, cell.apart_fen) for cell in line.cells]


def test_every_day_agrees_differs_or_has_no_statement(lived):
    assert _checks(lived.account) == [
        ("not_held", 0),
        ("not_held", 0),
        ("agreed", 0),
        ("none", 0),
    ]


def test_one_fen_apart_is_shown_with_its_sign(lived, browser_of):
    funds.booked(lived.account, lived.by, amount_fen=1)

    page = browser_of(lived.by).get(f"/funds/board/?until={DAY}&days=7")

    (line,) = page.context["lines"]
    assert (line.differing, line.cells[-1].apart_fen) == (1, 1)
    assert "0.01" in page.text
    assert len(page.context["days"]) == 7


def test_lines_without_balance_are_held_against_the_closing_balance_of_their_file(county):
    fund_scenes.law()
    keeper = funds.supervisor()
    account = funds.account(keeper, opened_on=date(2021, 11, 1), number="6217000012345678")
    text = (
        ":20:S\n:25:6217000012345678\n:28C:1/1\n:60F:C211101CNY0,00\n"
        ":61:2111091109C100,00NTRFNONREF\n:86:FEE\n:62F:C211109CNY100,00\n-\n"
    )
    import_statement(account.pk, text.encode(), name="a.sta", layout="mt940", by=keeper, at=NOON)

    assert _checks(account)[1:] == [("differs", -10000), ("none", 0), ("none", 0)]
    assert figures_on(account, DAY).bank_fen == 10000


def test_lines_that_wait_are_named(county, browser_of, keeper):
    fund_scenes.law()
    account = funds.account(keeper, opened_on=date(2021, 11, 1))
    content = fund_scenes.csv("2021-11-09,1.00,,1.00,R1,缴费")
    import_statement(account.pk, content, name="a.csv", layout="two_columns", by=keeper, at=NOON)

    page = browser_of(keeper).get("/funds/board/?until=2021-11-09&days=7")

    assert page.context["lines"][0].waiting == 1
    assert "1笔待入账" in page.text


def test_the_board_costs_the_same_for_one_and_for_three(county, browser_of, keeper, queries_of):
    fund_scenes.law()
    browser = browser_of(keeper)
    funds.account(keeper)
    for_one = queries_of(browser, "/funds/board/")
    funds.account(keeper)
    funds.account(keeper)

    assert queries_of(browser, "/funds/board/") == for_one


def test_days_that_are_none_are_refused_and_closed_accounts_left_out(lived, browser_of):
    fund_scenes.in_every_state(lived)
    browser = browser_of(lived.by)

    shown = {line.account.state for line in browser.get("/funds/board/").context["lines"]}

    assert shown == {"open", "watched", "frozen", "settling"}
    assert browser.get("/funds/board/?days=5000").status_code == 422
    for odd in ("gestern", "0001-01-01", "9999-12-31"):
        assert browser.get(f"/funds/board/?until={odd}").status_code == 422
