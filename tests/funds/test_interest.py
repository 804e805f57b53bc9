"""Interest is shared by what each held and for how long, to the fen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from funds.queries import interest_shares
from funds.rules.interest import Moved, fen_days, interest_of
from funds.services import Line
from funds.states import BookCode, EntryKind
from tests.factories import funds
from tests.times import DAY

FIRST, LAST = date(2025, 3, 1), date(2025, 3, 31)


def test_a_balance_counts_each_day_at_its_end():
    moved = [Moved(date(2025, 2, 1), 100), Moved(date(2025, 3, 11), -40), Moved(LAST, -60)]

    assert fen_days(moved, FIRST, LAST) == 10 * 100 + 20 * 60
    assert fen_days([Moved(FIRST, -5)], FIRST, LAST) == 0


def test_shares_sum_to_the_interest():
    held = {"A": [Moved(FIRST, 100000)], "B": [Moved(FIRST, 100000)], "C": [Moved(FIRST, 100000)]}

    assert interest_of(100, held, FIRST, LAST) == {"A": 34, "B": 33, "C": 33}
    assert interest_of(100, {"A": []}, FIRST, LAST) == {}
    with pytest.raises(ValueError, match="pass the money"):
        interest_of(10**9, held, FIRST, LAST)


@pytest.mark.django_db
def test_each_payment_is_shared_over_the_days_since_the_one_before(county):
    clerk = funds.supervisor()
    account = funds.account(clerk, opened_on=DAY)
    one, other = (funds.contract(account, clerk) for _ in range(2))
    funds.booked(account, clerk, to=one)
    later = DAY + timedelta(days=10)
    funds.booked(account, clerk, to=other, occurred_on=later, value_on=later)
    for days, fen in ((10, 100), (20, 101)):
        lines = (Line(BookCode.BANK, fen), Line(BookCode.INTEREST, -fen))
        on = DAY + timedelta(days=days)
        funds.booked(
            account, clerk, kind=EntryKind.INTEREST, lines=lines, occurred_on=on, value_on=on
        )

    assert interest_shares(account, later) == {one.pk: 100}
    assert interest_shares(account, DAY + timedelta(days=20)) == {one.pk: 151, other.pk: 50}
