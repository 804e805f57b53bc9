"""The books of an account: entries with their legs, a past day, one day against the bank."""

from __future__ import annotations

from datetime import timedelta

from funds.queries import balances_on
from funds.services import undo_match
from tests.factories import fund_scenes, funds
from tests.times import DAY, NOON


def test_the_ledger_shows_entries_with_legs_and_what_they_rest_on(lived, browser_of):
    page = browser_of(lived.by).get(f"/funds/{lived.account.pk}/ledger/")

    kinds = [row.entry.kind for row in page.context["rows"]]
    assert kinds == ["receipt", "release", "refund_due", "teaching", "payment"]
    first = page.context["rows"][0]
    assert (first.rests_on, first.url) == ("银行流水", f"/funds/lines/{_line(lived, 'R3').pk}/")
    assert f"订单{lived.paid.order_no}" in page.text
    assert page.context["rows"][2].rests_on.startswith("指令TF")


def test_a_reversal_and_what_it_takes_back_lead_to_each_other(lived, browser_of):
    undo_match(_line(lived, "R1").pk, reason="不是他缴的", by=lived.by, at=NOON)
    browser, address = browser_of(lived.by), f"/funds/{lived.account.pk}/ledger/"

    (taken,) = browser.get(f"{address}?no=1").context["rows"]
    reversals = browser.get(f"{address}?kind=reversal")

    assert taken.taken_back_by == reversals.context["rows"][0].entry.no == 6
    assert f"{address}?no=1" in reversals.text
    assert "不是他缴的" in reversals.text


def test_the_ledger_costs_the_same_for_one_and_for_three(county, browser_of, keeper, queries_of):
    fund_scenes.law()
    account = funds.account(keeper)
    browser, address = browser_of(keeper), f"/funds/{account.pk}/ledger/"
    funds.booked(account, keeper)
    for_one = queries_of(browser, address)
    funds.booked(account, keeper)
    funds.booked(account, keeper)

    assert queries_of(browser, address) == for_one
    assert len(browser.get(f"{address}?since=2021-11-11").context["rows"]) == 0


def test_a_past_day_is_told_as_known_then_and_as_known_now(county, browser_of, keeper):
    account = funds.account(keeper)
    funds.booked(account, keeper, amount_fen=10000)
    funds.booked(account, keeper, amount_fen=500, at=NOON + timedelta(days=3))

    page = browser_of(keeper).get(f"/funds/{account.pk}/past/?day={DAY}")

    bank = page.context["balances"][0]
    assert (bank.known_then_fen, bank.known_now_fen, bank.apart_fen) == (10000, 10500, 500)
    before = balances_on(account, DAY - timedelta(days=1))
    assert {(one.known_then_fen, one.known_now_fen) for one in before} == {(0, 0)}


def test_one_day_stands_beside_the_bank(lived, browser_of):
    page = browser_of(lived.by).get(f"/funds/{lived.account.pk}/day/?day={DAY}")

    assert [line.bank_ref for line in page.context["lines"]] == ["R2", "R3"]
    assert [row.entry.kind for row in page.context["rows"]] == ["release", "receipt"]
    cell = page.context["cell"]
    assert (cell.state, cell.ledger_fen, cell.bank_fen) == ("agreed", 332000, 332000)


def test_a_day_that_is_none_is_refused_with_a_sentence(lived, browser_of):
    browser = browser_of(lived.by)

    for odd in ("2021-02-30", "0001-01-01", "9999-12-31"):
        for page in ("past", "day"):
            answer = browser.get(f"/funds/{lived.account.pk}/{page}/?day={odd}")
            assert answer.status_code == 422
            assert "日期填写有误" in answer.text


def _line(lived, ref):
    return lived.account.bank_lines.get(bank_ref=ref)
