"""Findings: one a subject and rule, deepening and not repeating, judged by a person or over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed, NotFound
from funds.errors import AlertWordsMissing, FeeTellingWrong, OrderNumberTaken
from funds.models import FundFinding, OutsideFee
from funds.services import (
    FeeTold,
    RefundSaid,
    close_finding,
    examine_account,
    examine_accounts,
    examine_booked,
    handle_finding,
    propose_refund,
    record_outside_fee,
    record_stop,
    register_contracts,
    sweep_fee,
)
from funds.services.contracts import Bought
from funds.states import AlertLevel, AlertState, Breach, FeeWay, RefundCause
from policies.services import seed_parameters, set_parameter
from tests.factories import funds
from tests.factories.accounts import UserFactory
from tests.factories.policies import ParameterFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.django_db
B = Breach
LATER = timedelta(days=60)


@pytest.fixture
def clerk(county, law):
    seed_parameters({}, at=NOON)
    return funds.supervisor()


@pytest.fixture
def account(clerk):
    return funds.account(clerk)


def told():
    rows = FundFinding.objects.order_by("pk")
    return [(one.rule, one.level, one.state, one.extent) for one in rows]


def test_a_contract_over_a_cap_is_found_when_it_is_registered(account, clerk):
    contract = funds.contract(account, clerk, lessons=61)

    (found,) = FundFinding.objects.all()
    assert (found.rule, found.level, found.contract) == (B.LESSON_CAP, AlertLevel.RED, contract)
    assert found.sentence == "一次性收取61课时的费用，超过上限60课时。"
    assert "教监管函〔2021〕2号" in found.basis
    for _ in range(2):
        examine_account(account.pk, day=DAY, at=NOON)
    assert FundFinding.objects.count() == 1
    assert AuditEvent.objects.filter(kind="fund_finding.open").count() == 1


def test_a_split_is_found_with_the_second_order_and_not_for_another_child(account, clerk):
    half = {"lessons": 40, "fee_fen": 200000}
    funds.contract(account, clerk, **half)
    funds.contract(account, clerk, pupil="李四", **half)
    funds.contract(account, clerk, course="初一英语", **half)
    assert told() == []

    funds.contract(account, clerk, **half)

    assert [(one[0], one[3]) for one in told()] == [(B.DISGUISED_SPLIT, 20)] * 2


def test_many_contracts_at_once_are_all_or_none_and_examined(account, clerk):
    def bought(no, **said):
        facts = {"pupil": f"王{no}", "guardian": "王大明", "course": "会员卡", "fee_fen": 100000}
        days = {"service_from": DAY, "service_to": DAY + LATER, "signed_on": DAY}
        return Bought(order_no=no, **(facts | days | said))

    register_contracts(account.pk, [bought("X1"), bought("X2")], by=clerk, at=NOON)

    assert [one[0] for one in told()] == [B.DISGUISED_PREPAY] * 2
    assert AuditEvent.objects.filter(kind="fund_contract.register").count() == 2
    with pytest.raises(OrderNumberTaken, match="X2已经登记过"):
        register_contracts(account.pk, [bought("X3"), bought("X2")], by=clerk, at=NOON)
    assert account.contracts.count() == 2


def test_a_fee_taken_early_is_found_when_it_is_booked(account, clerk):
    contract = funds.contract(account, clerk, service_from=DAY + LATER, service_to=DAY + 2 * LATER)
    assert told() == []

    funds.booked(account, clerk, to=contract)
    assert examine_booked(at=NOON) == 1

    ((rule, level, state, _),) = told()
    assert (rule, level, state) == (B.TOO_EARLY, AlertLevel.YELLOW, AlertState.OPEN)


def test_a_refund_that_is_late_deepens_day_by_day_and_is_over_when_it_is_refused(account, clerk):
    contract = funds.contract(account, clerk)
    funds.booked(account, clerk, to=contract)
    said = RefundSaid(100, RefundCause.CONSUMER, "搬家")
    order = propose_refund(contract.pk, said, by=clerk, at=NOON)

    for days in (1, 2):
        day = order.due_on + timedelta(days=days)
        examine_account(account.pk, day=day, at=NOON + LATER)
        assert told() == [(B.REFUND_OVERDUE, AlertLevel.RED, AlertState.OPEN, days)]
    order.state = "refused"
    order.save(update_fields=["state"])
    examine_account(account.pk, day=order.due_on + timedelta(days=3), at=NOON + LATER)

    assert told() == [(B.REFUND_OVERDUE, AlertLevel.RED, AlertState.CLOSED, 2)]
    assert not FundFinding.objects.get().is_judged


def test_the_same_fee_told_twice_at_once_is_a_second_click(account, clerk):
    first = record_outside_fee(account.pk, _private(600000), by=clerk, at=NOON)

    again = record_outside_fee(account.pk, _private(600000), by=clerk, at=NOON)
    later = record_outside_fee(account.pk, _private(600000), by=clerk, at=NOON + LATER)

    assert again == first
    assert later != first


def test_what_a_person_judged_comes_again_only_when_it_goes_further(account, clerk):
    head = UserFactory(section_head=True)
    for fen in (600000, 400001):
        record_outside_fee(account.pk, _private(fen), by=clerk, at=NOON)
    examine_account(account.pk, day=DAY, at=NOON)
    found = FundFinding.objects.get()
    handle_finding(found.pk, by=clerk, at=NOON)
    with pytest.raises(NotAllowed):
        close_finding(found.pk, because="已退还", by=clerk, at=NOON)
    with pytest.raises(AlertWordsMissing):
        close_finding(found.pk, because=" ", by=head, at=NOON)
    close_finding(found.pk, because="已责令退还家长", by=head, at=NOON)

    examine_account(account.pk, day=DAY, at=NOON)
    assert [one[2] for one in told()] == [AlertState.CLOSED]
    record_outside_fee(account.pk, _private(1), by=clerk, at=NOON)
    examine_account(account.pk, day=DAY, at=NOON)
    assert [one[2] for one in told()] == [AlertState.CLOSED, AlertState.OPEN]


def _private(fen):
    return FeeTold(FeeWay.PRIVATE, fen, DAY, "家长反映")


def test_cash_is_due_within_the_countys_days_and_swept_once(account, clerk):
    cash = FeeTold(FeeWay.CASH, 10000, date(2021, 11, 5), "机构申报")
    fee = record_outside_fee(account.pk, cash, by=clerk, at=NOON)
    assert fee.due_on == date(2021, 11, 10)
    assert examine_account(account.pk, day=DAY, at=NOON) == []

    examine_account(account.pk, day=DAY + timedelta(days=1), at=NOON + LATER)
    assert [one[0] for one in told()] == [B.CASH_SWEEP_LATE]
    with pytest.raises(FeeTellingWrong):
        sweep_fee(fee.pk, on=date(2021, 11, 4), by=clerk, at=NOON)
    sweep_fee(fee.pk, on=DAY, by=clerk, at=NOON)
    with pytest.raises(FeeTellingWrong):
        sweep_fee(fee.pk, on=DAY, by=clerk, at=NOON)


@pytest.mark.parametrize(
    "wrong", [{"amount_fen": 0}, {"told_by": " "}, {"received_on": DAY + LATER}]
)
def test_a_fee_that_cannot_be_is_refused(account, clerk, wrong):
    said = {"way": FeeWay.CASH, "amount_fen": 1, "received_on": DAY, "told_by": "家长"} | wrong

    with pytest.raises(FeeTellingWrong):
        record_outside_fee(account.pk, FeeTold(**said), by=clerk, at=NOON)
    told_of = FeeTold(FeeWay.LOAN, 1, DAY, "家长", order_no="没有")
    with pytest.raises(NotFound):
        record_outside_fee(account.pk, told_of, by=clerk, at=NOON)
    assert not OutsideFee.objects.exists()


def test_a_stop_without_notice_and_the_night_over_all_accounts(account, clerk):
    record_stop(account.pk, stops_on=DAY + timedelta(days=20), told_on=None, by=clerk, at=NOON)
    record_stop(account.pk, stops_on=DAY + timedelta(days=20), told_on=DAY, by=clerk, at=NOON)

    assert examine_accounts(at=NOON + timedelta(days=1)) == 1
    assert examine_accounts(at=NOON + timedelta(days=1)) == 1

    ((rule, level, _, _),) = told()
    assert (rule, level) == (B.CLOSURE_NOTICE_LATE, AlertLevel.RED)


def test_a_rule_holds_from_its_day(account, clerk):
    ParameterFactory(key="funds.cap_lessons", value="40", valid_from=DAY + timedelta(days=1))

    funds.contract(account, clerk)
    assert told() == []
    funds.contract(account, clerk, pupil="李四", signed_on=DAY + timedelta(days=1))
    assert [one[0] for one in told()] == [B.LESSON_CAP]


def test_nobody_without_the_right_tells_or_handles(account, clerk):
    funds.contract(account, clerk, lessons=61)
    found = FundFinding.objects.get()
    stranger = UserFactory(inspector=True)

    with pytest.raises(NotAllowed):
        handle_finding(found.pk, by=stranger, at=NOON)
    with pytest.raises(NotAllowed):
        record_outside_fee(account.pk, _private(1), by=stranger, at=NOON)
    with pytest.raises(NotAllowed):
        record_stop(account.pk, stops_on=DAY, told_on=None, by=stranger, at=NOON)
    assert told()[0][2] == AlertState.OPEN


def test_a_finding_cites_the_rule_by_which_it_was_judged(account, clerk):
    """Subject tutoring has a cap of its own, and a later rule does not judge an earlier contract."""
    later, editor = DAY + timedelta(days=30), UserFactory(system_administrator=True)
    for cap, day, source in (("5000", DAY, "当时的规定"), ("4000", later, "后来的规定")):
        said = {"valid_from": day, "source": source, "by": editor, "at": NOON}
        set_parameter("funds.cap_amount_subject", cap, **said)
    funds.contract(account, clerk, fee_fen=600000)

    examine_account(account.pk, day=later, at=NOON + timedelta(days=30))

    found = FundFinding.objects.get(rule=B.AMOUNT_CAP)
    assert (found.extent, found.basis) == (100000, "当时的规定")
