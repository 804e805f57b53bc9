"""A real settlement: accounts are moved, what is there is shared to the fen, progress is counted."""

from __future__ import annotations

import pytest

from common.errors import NotAllowed, NotFound
from funds.errors import FundReasonMissing, NothingToShare
from funds.models import PaymentOrder
from funds.queries import drill, ranks, settlement_progress
from funds.queries.failure import Exposed
from funds.services import (
    Line,
    approve_orders,
    check_orders,
    export_orders,
    propose_settlement,
    settle_institution,
)
from funds.states import AccountState, BookCode, EntryKind, OrderState
from tests.factories import funds
from tests.times import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def hands(law):
    return funds.hands()


@pytest.fixture
def account(hands):
    """4,000 and 1,250 yuan are owed as in FC-39, 3,149.99 are there."""
    held = funds.account(hands.clerk)
    for fee in (400000, 125000):
        funds.paid(held, hands.clerk, fee_fen=fee)
    gone(held, hands, 210001)
    return held


def gone(account, hands, amount_fen):
    lines = (Line(BookCode.BANK, -amount_fen), Line(BookCode.SUSPENSE, amount_fen))
    funds.booked(account, hands.clerk, kind=EntryKind.OTHER_OUT, lines=lines)


def settled(account, hands):
    return settle_institution(account.institution_id, reason="失联", by=hands.head, at=NOON)


def test_all_accounts_of_an_institution_are_settled_once(account, hands):
    assert [one.state for one in settled(account, hands)] == [AccountState.SETTLING]
    assert settled(account, hands) == []


def test_a_settlement_needs_a_right_a_reason_and_an_account(account, hands):
    key = account.institution_id

    with pytest.raises(FundReasonMissing):
        settle_institution(key, reason=" ", by=hands.head, at=NOON)
    with pytest.raises(NotAllowed):
        settle_institution(key, reason="失联", by=hands.clerk, at=NOON)
    with pytest.raises(NotFound):
        settle_institution(0, reason="失联", by=hands.head, at=NOON)

    account.refresh_from_db()
    assert account.state == AccountState.OPEN


def test_what_is_there_is_shared_to_the_fen_and_not_twice(account, hands):
    settled(account, hands)

    orders = propose_settlement(account.pk, by=hands.clerk, at=NOON)

    assert [one.amount_fen for one in orders] == [239999, 75000]
    with pytest.raises(NothingToShare, match="可分配0元"):
        propose_settlement(account.pk, by=hands.clerk, at=NOON)
    assert PaymentOrder.objects.count() == 2


def test_money_that_comes_later_is_shared_among_what_is_still_owed(account, hands):
    settled(account, hands)
    first = [one.pk for one in propose_settlement(account.pk, by=hands.clerk, at=NOON)]
    check_orders(first, by=hands.checker, at=NOON)
    approve_orders(first, by=hands.head, at=NOON)
    gone(account, hands, -105000)

    orders = propose_settlement(account.pk, by=hands.clerk, at=NOON)

    assert [one.amount_fen for one in orders] == [80000, 25000]


def test_what_a_release_at_the_bank_will_take_is_not_shared(account, hands):
    funds.taught(account.contracts.first(), hands.clerk, 3)
    order = funds.approved(funds.release(account, hands, 10_000), hands)
    told = {"layout": "batch_xlsx", "by": hands.clerk, "at": NOON}
    export_orders(account.bank_id, [order.pk], **told)
    settled(account, hands)

    shared = propose_settlement(account.pk, by=hands.clerk, at=NOON)

    assert sum(one.amount_fen for one in shared) == 314_999 - 10_000


def test_an_account_that_goes_on_is_not_shared(account, hands):
    with pytest.raises(NotFound):
        propose_settlement(account.pk, by=hands.clerk, at=NOON)
    settled(account, hands)
    with pytest.raises(NotAllowed):
        propose_settlement(account.pk, by=hands.head, at=NOON)

    assert not PaymentOrder.objects.exists()


def test_progress_is_counted_by_what_the_orders_have_reached(account, hands):
    settled(account, hands)
    one, two = propose_settlement(account.pk, by=hands.clerk, at=NOON)
    funds.approved(two, hands)

    found = settlement_progress(account.institution)

    assert (found.orders, found.asked_fen) == (2, 314999)
    assert (found.in_approval_fen, found.at_bank_fen, found.paid_fen) == (239999, 75000, 0)


def test_several_are_checked_together_or_not_at_all(account, hands):
    settled(account, hands)
    ids = [one.pk for one in propose_settlement(account.pk, by=hands.clerk, at=NOON)]
    check_orders(ids[:1], by=hands.checker, at=NOON)

    with pytest.raises(Exception, match="现在是“待批准”"):
        check_orders(ids, by=hands.checker, at=NOON)

    states = PaymentOrder.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [OrderState.CHECKED, OrderState.PROPOSED]


def test_each_class_is_paid_before_the_next(account):
    exposed = Exposed(1, "某机构", held_fen=600, owed_fen=500, pupils=1)

    found = ranks(exposed, wages_fen=300, others_fen=50)

    assert [(one.claimed_fen, one.paid_fen, one.short_fen) for one in found] == [
        (500, 500, 0),
        (300, 100, 200),
        (50, 0, 50),
    ]


def test_the_drill_of_one_is_its_line_of_the_drill_of_all(account, hands):
    funds.paid(funds.account(hands.clerk), hands.clerk)

    (one,) = drill(account.institution_id)

    assert one == drill()[0]
    assert (one.institution_id, one.uncovered_fen) == (account.institution_id, 210001)
