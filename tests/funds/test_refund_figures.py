"""The figures that a page shows before a refund is proposed: rule by rule, cause by cause."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from funds.queries import refund_figures
from funds.services import Line, propose_refund
from funds.services.ordering import RefundSaid
from funds.states import BookCode, EntryKind, RefundCause
from tests.factories import funds
from tests.times import DAY, NOON

pytestmark = pytest.mark.django_db
BY_INSTITUTION, BY_PUPIL = RefundCause.INSTITUTION, RefundCause.CONSUMER
LATER = DAY + timedelta(days=30)


@pytest.fixture
def hands(law):
    return funds.hands()


@pytest.fixture
def account(hands):
    return funds.account(hands.clerk)


def owed(contract, day=LATER):
    found = refund_figures(contract, day)
    return found.of(BY_INSTITUTION).owed_fen, found.of(BY_PUPIL).owed_fen


def test_before_the_course_all_comes_back_in_five_days(account, hands):
    contract = funds.paid(account, hands.clerk)

    found = refund_figures(contract, LATER)

    assert owed(contract) == (360000, 360000)
    assert (found.due_on, found.of(BY_PUPIL).free_fen) == (LATER + timedelta(days=5), 360000)
    assert "北京2021-05-21" in found.due_basis


def test_discounted_lessons_count_by_the_cause(account, hands):
    """As in FC-26: 4,000 yuan for 50 lessons, list price 100, 20 taught."""
    said = {"fee_fen": 400000, "lessons": 50, "list_price_fen": 10000}
    contract = funds.paid(account, hands.clerk, **said)
    funds.taught(contract, hands.clerk, 20)

    assert owed(contract) == (240000, 200000)
    lines = refund_figures(contract, LATER).of(BY_PUPIL).lines
    assert [(one.label, one.amount_fen) for one in lines] == [
        ("已付费用", 400000),
        ("扣除", -200000),
    ]
    assert "20／50课时" in lines[1].basis
    assert "标价每课时100元" in lines[1].basis


def test_a_bonus_is_used_up_in_proportion_at_the_institutions_fault(account, hands):
    """As in FC-25: 5,000 and 1,000 on top, 1,800 consumed (18 of 60 lessons)."""
    said = {"fee_fen": 500000, "bonus_fen": 100000, "lessons": 60}
    contract = funds.paid(account, hands.clerk, **said)
    funds.taught(contract, hands.clerk, 18)

    assert owed(contract) == (350000, 320000)


def test_unlimited_use_comes_back_by_the_days_left(account, hands):
    """As in FC-28: 30 of 90 days are over."""
    said = {"service_from": DAY, "service_to": DAY + timedelta(days=89), "lessons": None}
    contract = funds.paid(account, hands.clerk, **said)

    assert owed(contract) == (240000, 240000)
    assert "共90日，已过30日" in refund_figures(contract, LATER).of(BY_INSTITUTION).lines[1].basis


def test_a_fee_paid_in_part_makes_no_lesson_cheaper(account, hands):
    contract = funds.contract(account, hands.clerk)
    funds.booked(account, hands.clerk, amount_fen=180000, to=contract)
    funds.taught(contract, hands.clerk, 12)

    assert owed(contract) == (90000, 90000)


def test_within_seven_days_the_principal_comes_back_whole(account, hands):
    day = date(2025, 9, 1)
    contract = funds.contract(account, hands.clerk)
    funds.booked(account, hands.clerk, to=contract, occurred_on=day, value_on=day)
    funds.taught(contract, hands.clerk, 12)

    inside = refund_figures(contract, day + timedelta(days=7)).of(BY_PUPIL)

    assert (inside.owed_fen, inside.free_fen, inside.by_institution_fen) == (360000, 270000, 90000)
    assert owed(contract, day + timedelta(days=8)) == (270000, 270000)


def test_who_had_the_same_course_before_has_no_seven_days(account, hands):
    day = date(2025, 9, 1)
    funds.paid(account, hands.clerk)
    contract = funds.contract(account, hands.clerk)
    funds.booked(account, hands.clerk, to=contract, occurred_on=day, value_on=day)
    funds.taught(contract, hands.clerk, 12)

    assert owed(contract, day) == (270000, 270000)


def test_what_went_back_before_is_not_owed_again(account, hands):
    contract = funds.paid(account, hands.clerk)
    funds.approved(funds.refund(contract, hands, 100000), hands)
    propose_refund(contract.pk, RefundSaid(50000, BY_PUPIL, "搬家"), by=hands.clerk, at=NOON)

    found = refund_figures(contract, LATER).of(BY_PUPIL)

    assert (found.owed_fen, found.free_fen) == (210000, 210000)
    assert found.lines[-1].amount_fen == -150000


def test_lessons_that_nobody_settled_are_told_and_not_counted(account, hands):
    contract = funds.paid(account, hands.clerk)
    funds.taught(contract, hands.clerk, 3, agreed=False)

    found = refund_figures(contract, LATER)

    assert (found.lessons.waiting, found.of(BY_INSTITUTION).owed_fen) == (3, 360000)
    assert found.due_on == LATER + timedelta(days=15)


def test_the_interest_of_a_contract_is_shown_beside_the_sums(account, hands):
    contract = funds.paid(account, hands.clerk)
    before = refund_figures(contract, LATER)
    lines = (Line(BookCode.BANK, 150), Line(BookCode.INTEREST, -150))
    days = {"occurred_on": LATER, "value_on": LATER}
    funds.booked(account, hands.clerk, kind=EntryKind.INTEREST, lines=lines, **days)

    after = refund_figures(contract, LATER)

    assert (before.interest_fen, after.interest_fen) == (0, 150)
    assert after.sums == before.sums
