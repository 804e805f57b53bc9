"""One pupil's fee from the bank to the institution and back: every step is in the books."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from common.errors import WrongState
from funds.errors import (
    ContractOver,
    FundReasonMissing,
    LessonKnown,
    LessonsUsedUp,
    MovementBarred,
    OrderBySame,
    RefundAboveRest,
    ReleaseAhead,
)
from funds.models import BankLine, Entry, Lesson, PaymentOrder
from funds.queries import books_of
from funds.queries.balances import held_for
from funds.services import (
    Held,
    RefundSaid,
    answer_lesson,
    approve_order,
    book_lines,
    check_order,
    claim_line,
    deem_lessons,
    import_statement,
    move_account,
    propose_refund,
    propose_release,
    record_lesson,
    refuse_order,
    undo_match,
)
from funds.states import BookCode, LessonState, OrderState, RefundCause
from funds.verification import troubles
from tests.factories import funds
from tests.factories.accounts import UserFactory
from tests.factories.policies import ParameterFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=60)
AFTER = date(2022, 1, 5)


@pytest.fixture
def people(county):
    return [funds.supervisor(), funds.supervisor(), UserFactory(section_head=True)]


@pytest.fixture
def account(people):
    return funds.account(people[0])


@pytest.fixture
def order(account, people):
    """48 lessons for 3,600 yuan, paid."""
    contract = funds.contract(account, people[0], order_no="A000777")
    funds.booked(account, people[0], to=contract)
    return contract


def books(account):
    return {book.code: book.balance_fen for book in books_of(account) if book.balance_fen}


def taught(order, people, count=1, ref="L1", on=DAY):
    return record_lesson(order.pk, Held(ref, on, count), by=people[0], at=NOON)


def through(asked, people):
    check_order(asked.pk, by=people[1], at=NOON)
    return approve_order(asked.pk, by=people[2], at=NOON)


def bank_says(account, people, number, amount, balance):
    text = f"日期,交易金额,余额,摘要\n{AFTER},{amount},{balance},{number}\n"
    import_statement(
        account.pk, text.encode(), name="s.csv", layout="signed", by=people[0], at=LATER
    )
    book_lines(account.pk, at=LATER)


def test_confirmed_lessons_are_released_and_the_bank_carries_it_out(
    account, order, people, law, check_now
):
    lesson = taught(order, people, count=10)
    answer_lesson(lesson.pk, "confirm", by=people[0], at=NOON)
    assert books(account) == {"bank": 360000, "pupil": -285000, "releasable": -75000}

    asked = through(propose_release(account.pk, 75000, by=people[0], at=NOON), people)
    bank_says(account, people, asked.number, "-750.00", "2850.00")

    check_now()
    assert PaymentOrder.objects.get().state == OrderState.PAID
    assert books(account) == {"bank": 285000, "pupil": -285000}
    assert troubles() == []


def test_a_payment_that_is_undone_waits_for_its_line_again(account, order, people, law):
    asked = through(
        propose_refund(
            order.pk, RefundSaid(360000, RefundCause.CONSUMER, "搬家"), by=people[0], at=NOON
        ),
        people,
    )
    bank_says(account, people, asked.number, "-3600.00", "0.00")
    assert books(account) == {}

    line = BankLine.objects.get()
    undo_match(line.pk, reason="收款人不是监护人", by=people[0], at=LATER)

    asked.refresh_from_db()
    assert (asked.state, asked.paid) == (OrderState.EXPORTED, None)
    assert books(account) == {"refund": -360000, "suspense": 360000}


def test_silence_counts_as_agreed_after_its_last_day(order, people, law):
    lesson = taught(order, people)

    assert deem_lessons(at=NOON + timedelta(days=1)) == 0
    assert deem_lessons(at=LATER) == 1

    lesson.refresh_from_db()
    assert (lesson.state, lesson.entry.legs.first().amount_fen) == (LessonState.DEEMED, 7500)
    assert deem_lessons(at=LATER) == 0


def test_a_disputed_lesson_earns_nothing_until_it_is_upheld(account, order, people, law):
    lesson = taught(order, people)
    with pytest.raises(FundReasonMissing, match="登记家长异议须写明理由"):
        answer_lesson(lesson.pk, "dispute", reason=" ", by=people[0], at=NOON)
    answer_lesson(lesson.pk, "dispute", reason="没有上课", by=people[0], at=NOON)
    assert deem_lessons(at=LATER) == 0

    answer_lesson(lesson.pk, "refuse", reason="签到表无记录", by=people[2], at=NOON)

    assert books(account) == {"bank": 360000, "pupil": -360000}
    with pytest.raises(WrongState):
        answer_lesson(lesson.pk, "uphold", by=people[2], at=NOON)


def test_a_lesson_twice_too_many_or_after_the_end_is_refused(order, people, law):
    taught(order, people, count=47)

    with pytest.raises(LessonKnown):
        taught(order, people)
    with pytest.raises(LessonsUsedUp, match="已登记47课时"):
        taught(order, people, count=2, ref="L2")
    order.state = "refunded"
    order.save(update_fields=["state"])
    with pytest.raises(ContractOver):
        taught(order, people, ref="L3")

    assert Lesson.objects.count() == 1


def test_nothing_is_released_or_refunded_beyond_what_is_there(account, order, people, law):
    said = RefundSaid(360001, RefundCause.CONSUMER, "")

    with pytest.raises(ReleaseAhead, match="可拨付0元"):
        propose_release(account.pk, 1, by=people[0], at=NOON)
    with pytest.raises(RefundAboveRest, match="还有3,600元"):
        propose_refund(order.pk, said, by=people[0], at=NOON)

    assert not PaymentOrder.objects.exists()


def test_a_frozen_account_refunds_and_does_not_release(account, order, people, law):
    answer_lesson(taught(order, people).pk, "confirm", by=people[0], at=NOON)
    move_account(account.pk, "freeze", reason="负责人失联", by=people[2], at=NOON)

    with pytest.raises(MovementBarred, match="冻结"):
        propose_release(account.pk, 7500, by=people[0], at=NOON)
    said = RefundSaid(100, RefundCause.INSTITUTION, "停课")
    asked = through(propose_refund(order.pk, said, by=people[0], at=NOON), people)
    assert asked.state == OrderState.APPROVED


def test_each_step_is_another_persons_and_large_orders_need_two(account, order, people, law):
    ParameterFactory(key="funds.two_approvals_over", value="1000")
    said = RefundSaid(200000, RefundCause.CONSUMER, "搬家")
    asked = propose_refund(order.pk, said, by=people[0], at=NOON)

    with pytest.raises(OrderBySame):
        check_order(asked.pk, by=people[0], at=NOON)
    assert through(asked, people).state == OrderState.SECOND
    with pytest.raises(FundReasonMissing, match="退回指令须写明理由"):
        refuse_order(asked.pk, because="", by=people[2], at=NOON)
    with pytest.raises(OrderBySame):
        approve_order(asked.pk, by=people[2], at=NOON)
    assert not Entry.objects.filter(kind="refund_due").exists()

    done = approve_order(asked.pk, by=UserFactory(bureau_head=True), at=NOON)
    assert (done.state, books(account)["refund"]) == (OrderState.APPROVED, -200000)


def test_a_refund_is_held_against_the_rest_once_more_when_it_is_approved(
    account, order, people, law
):
    said = RefundSaid(360000, RefundCause.CONSUMER, "搬家")
    asked = propose_refund(order.pk, said, by=people[0], at=NOON)
    check_order(asked.pk, by=people[1], at=NOON)
    answer_lesson(taught(order, people).pk, "confirm", by=people[0], at=NOON)

    with pytest.raises(RefundAboveRest, match="还有3,525元"):
        approve_order(asked.pk, by=people[2], at=NOON)

    assert books(account) == {"bank": 360000, "pupil": -352500, "releasable": -7500}


def test_a_lesson_agreed_before_its_fee_is_earned_by_the_fee(account, people, law, check_now):
    contract = funds.contract(account, people[0], order_no="A000778")
    lesson = taught(contract, people, count=2)
    answer_lesson(lesson.pk, "confirm", by=people[0], at=NOON)
    assert books(account) == {}

    bank_says(account, people, "A000778", "3600.00", "3600.00")

    assert books(account) == {"bank": 360000, "pupil": -345000, "releasable": -15000}
    assert Entry.objects.last().source_ref == str(BankLine.objects.get().pk)
    check_now()
    assert troubles() == []


def test_what_a_fee_earned_goes_back_with_it_and_comes_again(account, people, law):
    contract = funds.contract(account, people[0], order_no="A000778")
    lesson = taught(contract, people, count=2)
    answer_lesson(lesson.pk, "confirm", by=people[0], at=NOON)
    bank_says(account, people, "A000778", "3600.00", "3600.00")
    line = BankLine.objects.get()

    undo_match(line.pk, reason="不是这笔", by=people[0], at=LATER)
    assert books(account) == {"bank": 360000, "suspense": -360000}

    claim_line(line.pk, contract.pk, by=people[0], at=LATER)
    assert books(account) == {"bank": 360000, "pupil": -345000, "releasable": -15000}


def test_the_last_lesson_closes_to_zero_though_the_first_came_before_the_fee(account, people, law):
    contract = funds.contract(account, people[0], order_no="A000778")
    early = taught(contract, people, count=1)
    answer_lesson(early.pk, "confirm", by=people[0], at=NOON)
    bank_says(account, people, "A000778", "1800.00", "1800.00")
    answer_lesson(
        taught(contract, people, count=47, ref="L2").pk, "confirm", by=people[0], at=LATER
    )
    assert books(account) == {"bank": 180000, "releasable": -180000}

    bank_says(account, people, "A000778 二期", "1800.00", "3600.00")

    assert books(account) == {"bank": 360000, "releasable": -360000}


def test_a_line_is_claimed_before_it_was_booked_though_an_order_waits(account, order, people, law):
    propose_refund(order.pk, RefundSaid(100, RefundCause.CONSUMER, "搬家"), by=people[0], at=NOON)
    other = funds.contract(account, people[0], order_no="A000778")
    text = f"日期,交易金额,余额,摘要\n{AFTER},3600.00,7200.00,学费\n"
    import_statement(
        account.pk, text.encode(), name="s.csv", layout="signed", by=people[0], at=LATER
    )

    claim_line(BankLine.objects.get().pk, other.pk, by=people[0], at=LATER)

    assert PaymentOrder.objects.get().state == OrderState.PROPOSED
    assert held_for(other, BookCode.PUPIL) == 360000
