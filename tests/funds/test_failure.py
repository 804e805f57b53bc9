"""If it stopped tonight, for one and for all."""

from __future__ import annotations

import pytest

from funds.queries.failure import drill, payouts
from funds.services import Line
from funds.states import BookCode, EntryKind
from tests.factories import funds

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(county):
    return funds.supervisor()


def two_pupils(clerk, gone_fen=0):
    """4,000 and 1,250 yuan, as in FC-39; so much has left the account without an order."""
    account = funds.account(clerk)
    for fee in (400000, 125000):
        order = funds.contract(account, clerk, fee_fen=fee)
        funds.booked(account, clerk, amount_fen=fee, to=order)
    if gone_fen:
        lines = (Line(BookCode.BANK, -gone_fen), Line(BookCode.SUSPENSE, gone_fen))
        funds.booked(account, clerk, kind=EntryKind.OTHER_OUT, lines=lines)
    return account


def test_the_largest_uncovered_sum_comes_first_in_one_query(clerk, django_assert_num_queries):
    whole, half, most = (two_pupils(clerk, gone) for gone in (0, 100000, 210000))

    with django_assert_num_queries(1):
        found = drill()

    assert [(one.institution_id, one.uncovered_fen, one.pupils) for one in found] == [
        (most.institution_id, 210000, 2),
        (half.institution_id, 100000, 2),
        (whole.institution_id, 0, 2),
    ]


def test_too_little_is_shared_in_proportion_to_the_fen(clerk):
    account = two_pupils(clerk, gone_fen=210000)

    shares = payouts(account.institution, 315000)

    assert [(one.owed_fen, one.paid_fen) for one in shares] == [(400000, 240000), (125000, 75000)]
    odd = payouts(account.institution, 314999)
    assert sum(one.paid_fen for one in odd) == 314999
