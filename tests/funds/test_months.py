"""The month of a county: what stands between two balances, and what is owed at its end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from funds.models import Alert
from funds.queries import prepaid_month
from funds.queries.months import MonthLine
from funds.services import Line, reverse
from funds.states import BookCode, EntryKind
from tests.factories import funds
from tests.times import DAY, NOON

pytestmark = pytest.mark.django_db
NOVEMBER, OCTOBER, DECEMBER = date(2021, 11, 1), date(2021, 10, 15), date(2021, 12, 1)


@pytest.fixture
def hands(law):
    return funds.hands()


@pytest.fixture
def account(hands):
    """3,600 yuan came in October and as much in November; 100 left, 2 yuan of interest."""
    held = funds.account(hands.clerk)
    old = funds.contract(held, hands.clerk)
    funds.booked(held, hands.clerk, to=old, occurred_on=OCTOBER, value_on=OCTOBER)
    new = funds.paid(held, hands.clerk)
    funds.taught(new, hands.clerk, 10)
    asked = funds.approved(funds.refund(old, hands, 60000), hands)
    funds.told_by_bank(held, hands.clerk, f"2021-11-10,-600.00,1.00,Z1,{asked.number}")
    for amount, kind, book in ((-10000, "other_out", "suspense"), (200, "interest", "interest")):
        lines = (Line(BookCode.BANK, amount), Line(book, -amount))
        funds.booked(held, hands.clerk, kind=EntryKind(kind), lines=lines)
    return held


def test_what_moved_lies_between_the_two_balances(account):
    ((name, line),) = prepaid_month(NOVEMBER).lines

    assert name == account.institution.name
    assert line == MonthLine(
        opening_fen=360000,
        fees_fen=360000,
        interest_fen=200,
        released_fen=0,
        refunded_fen=60000,
        other_out_fen=10000,
        closing_fen=650200,
        owed_fen=585000,
        releasable_fen=75000,
        suspense_fen=-10000,
    )


def test_a_month_sums_up_and_hands_its_end_on_to_the_next(account, hands):
    funds.paid(funds.account(hands.clerk), hands.clerk)

    one = prepaid_month(NOVEMBER).total
    came = one.fees_fen + one.interest_fen + one.other_in_fen
    went = one.released_fen + one.refunded_fen + one.other_out_fen

    assert one.opening_fen + came - went == one.closing_fen
    assert prepaid_month(DECEMBER).total.opening_fen == one.closing_fen


def test_a_reversal_counts_as_what_it_takes_back(account, hands):
    before = prepaid_month(NOVEMBER).total
    wrong = funds.booked(account, hands.clerk, to=funds.contract(account, hands.clerk))
    reverse(wrong.pk, reason="记错", by=hands.clerk, at=NOON + timedelta(hours=1))

    assert prepaid_month(NOVEMBER).total == before


def test_what_pupils_are_owed_beyond_the_balance_is_uncovered(account, hands):
    lines = (Line(BookCode.BANK, -100000), Line(BookCode.SUSPENSE, 100000))
    funds.booked(account, hands.clerk, kind=EntryKind.OTHER_OUT, lines=lines)

    assert prepaid_month(NOVEMBER).total.uncovered_fen == 585000 - 550200


def test_alerts_open_at_the_end_are_counted_by_colour(account):
    said = {"account": account, "opened_at": NOON, "amount_fen": 1, "worst_fen": 1}
    said |= {"sentence": "一句话。", "basis": "云南2022", "opened_on": DAY, "seen_on": DAY}
    Alert.objects.create(**said, rule="mismatch", level="red")
    over = {"closed_at": NOON, "closed_because": "已消除", "state": "closed"}
    Alert.objects.create(**said, **over, rule="below_minimum", level="yellow")

    line = prepaid_month(NOVEMBER).total

    assert (line.red, line.yellow) == (1, 0)
    assert prepaid_month(date(2021, 10, 1)).total.red == 0


def test_a_month_costs_two_queries_however_many_institutions(
    account, hands, django_assert_num_queries
):
    for _ in range(3):
        funds.paid(funds.account(hands.clerk), hands.clerk)

    with django_assert_num_queries(2):
        assert len(prepaid_month(NOVEMBER).lines) == 4
