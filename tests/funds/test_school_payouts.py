"""What comes to a school's account and what leaves it: matched by words, paid by orders, never short."""

from __future__ import annotations

import pytest
from django.db import transaction

from common.errors import NotAllowed, NotFound
from funds.errors import (
    LinePlaceWrong,
    MovementBarred,
    OrdersNotCovered,
    PayoutAboveRest,
    PayoutWrong,
    SchoolMoneySpent,
)
from funds.models import Alert, BankLine, Entry, FundFinding, PaymentOrder
from funds.queries import care_months, county_funds, drill, payable_from, prepaid_month, totals_of
from funds.services import (
    PayoutSaid,
    approve_order,
    check_order,
    examine_accounts,
    move_account,
    place_line,
    propose_payout,
    propose_release,
    undo_match,
    watch_accounts,
)
from funds.states import BookCode, PayoutUse
from funds.verification import troubles
from policies.services import load_catalogue
from tests.factories import funds, schoolcare
from tests.factories.accounts import UserFactory
from tests.factories.policies import ParameterFactory
from tests.factories.schoolcare import FEES, OCTOBER
from tests.times import NOON

SERVICE, SUBSIDY, FAMILIES = BookCode.SERVICE, BookCode.SUBSIDY, BookCode.FAMILIES


@pytest.fixture
def hands(county):
    return funds.hands()


@pytest.fixture
def account(hands):
    return schoolcare.account(hands.clerk, "实验小学")


def held(account):
    return {code: fen for code, fen in totals_of(account).items() if fen}


def paid(account, hands, order):
    """Approved, and carried out by the bank's line."""
    funds.approved(order, hands)
    line = f"2021-11-09,-{order.amount_fen / 100:.2f},,P{order.number},{order.number}教师补贴"
    funds.told_by_bank(account, hands.clerk, line)


def test_a_remark_says_whether_it_is_a_fee_or_a_subsidy(account, hands):
    lines = ("代收课后服务费", "财政补助拨款", "服务费补助", "张三", "结息")
    rows = [f"2021-11-08,{place}.00,,L{place},{words}" for place, words in enumerate(lines, 1)]
    funds.told_by_bank(account, hands.clerk, *rows)

    assert held(account) == {
        "bank": 1500,
        "families": -100,
        "subsidy": -200,
        "suspense": -700,
        "interest": -500,
    }
    ways = list(BankLine.objects.order_by("pk").values_list("matched_by", flat=True))
    assert ways == ["words", "words", "suspense", "suspense", "interest"]


def test_the_same_words_on_an_institutions_account_say_nothing(hands):
    custody = funds.account(hands.clerk)
    funds.told_by_bank(custody, hands.clerk, "2021-11-08,1.00,,L1,财政补助")

    assert held(custody) == {"bank": 100, "suspense": -100}


def test_a_person_says_what_came(account, hands):
    funds.told_by_bank(
        account, hands.clerk, "2021-11-08,5.00,,L1,转账", "2021-11-08,-1.00,,L2,转账"
    )
    came, left = BankLine.objects.order_by("pk")

    place_line(came.pk, SUBSIDY, by=hands.clerk, at=NOON)

    assert held(account) == {"bank": 400, "subsidy": -500, "suspense": 100}
    for line, why in ((came, "不在待查款项里"), (left, "是支出")):
        with pytest.raises(LinePlaceWrong, match=why):
            place_line(line.pk, FAMILIES, by=hands.clerk, at=NOON)
    with pytest.raises(NotFound):
        place_line(came.pk, SERVICE, by=hands.clerk, at=NOON)
    with pytest.raises(NotAllowed):
        place_line(came.pk, SUBSIDY, by=UserFactory(inspector=True), at=NOON)


def test_a_payout_goes_through_all_hands_and_the_banks_line(account, hands):
    schoolcare.month(account, hands.clerk)
    schoolcare.came_in(account, hands.clerk, fees=FEES, subsidy=50000)

    paid(account, hands, schoolcare.payout(account, hands.clerk, 100000))
    paid(account, hands, schoolcare.payout(account, hands.clerk, 50000, SUBSIDY))

    states = set(PaymentOrder.objects.values_list("state", flat=True))
    assert (states, held(account)) == (
        {"paid"},
        {"bank": FEES - 100000, "service": 100000 - FEES},
    )
    assert troubles() == []
    october, november = care_months(account, OCTOBER.replace(month=11), 2)
    assert (october.charged_fen, october.paid_fen) == (FEES, 0)
    assert (november.paid_fen, november.subsidy_fen, november.paid_out_fen) == (FEES, 50000, 150000)


def test_a_large_payout_needs_two_approvals(account, hands):
    ParameterFactory(key="funds.two_approvals_over", value="1000")
    schoolcare.month(account, hands.clerk)
    schoolcare.came_in(account, hands.clerk, fees=FEES)
    order = schoolcare.payout(account, hands.clerk, 100001)
    check_order(order.pk, by=hands.checker, at=NOON)

    first = approve_order(order.pk, by=hands.head, at=NOON)
    second = approve_order(order.pk, by=UserFactory(section_head=True), at=NOON)

    assert (first.state, second.state) == ("second", "approved")


def test_no_more_is_asked_for_than_was_earned_and_came(account, hands):
    schoolcare.month(account, hands.clerk)
    schoolcare.came_in(account, hands.clerk, fees=100000, subsidy=20000)

    assert payable_from(account, SERVICE) == 120000  # the bank's, not the FEES that were charged
    with pytest.raises(PayoutAboveRest, match="课后服务经费可支付1,200元，不足1,200.01元"):
        schoolcare.payout(account, hands.clerk, 120001)
    schoolcare.payout(account, hands.clerk, 110000)
    with pytest.raises(PayoutAboveRest, match="财政补助可支付100元"):
        schoolcare.payout(account, hands.clerk, 20000, SUBSIDY)
    with pytest.raises(PayoutAboveRest):
        schoolcare.payout(account, hands.clerk, 0)
    assert PaymentOrder.objects.count() == 1


def test_what_families_paid_ahead_goes_back_to_them_alone(account, hands):
    schoolcare.came_in(account, hands.clerk, fees=30000)
    back = PayoutSaid(PayoutUse.RETURN, FAMILIES, 10000, "转学退还")
    for wrong in (
        PayoutSaid(PayoutUse.ALLOWANCE, FAMILIES, 100, "补贴"),
        PayoutSaid(PayoutUse.RETURN, SERVICE, 100, "退还"),
        PayoutSaid(PayoutUse.RETURN, FAMILIES, 100, " "),
        PayoutSaid(PayoutUse.OTHER, BookCode.SUSPENSE, 100, "其他"),
    ):
        with pytest.raises(PayoutWrong):
            propose_payout(account.pk, wrong, by=hands.clerk, at=NOON)

    paid(account, hands, propose_payout(account.pk, back, by=hands.clerk, at=NOON))

    assert held(account) == {"bank": 20000, "families": -20000}


def test_what_orders_still_need_is_not_taken_away(account, hands):
    schoolcare.came_in(account, hands.clerk, subsidy=50000, fees=40000)
    schoolcare.payout(account, hands.clerk, 50000, SUBSIDY)
    back = PayoutSaid(PayoutUse.RETURN, FAMILIES, 40000, "退还")
    propose_payout(account.pk, back, by=hands.clerk, at=NOON)
    subsidy = BankLine.objects.get(remark="财政补助")

    with pytest.raises(OrdersNotCovered, match="财政补助还有500元在办支付"), transaction.atomic():
        undo_match(subsidy.pk, reason="不是补助", by=hands.clerk, at=NOON)
    with pytest.raises(OrdersNotCovered, match="家长服务费往来"), transaction.atomic():
        schoolcare.month(account, hands.clerk)

    assert held(account) == {"bank": 90000, "subsidy": -50000, "families": -40000}


def test_the_database_lets_nothing_be_spent_twice(account, hands):
    schoolcare.came_in(account, hands.clerk, subsidy=50000)
    paid(account, hands, schoolcare.payout(account, hands.clerk, 50000, SUBSIDY))
    subsidy, _ = BankLine.objects.order_by("pk")

    with pytest.raises(SchoolMoneySpent), transaction.atomic():
        undo_match(subsidy.pk, reason="不是补助", by=hands.clerk, at=NOON)

    assert (held(account), Entry.objects.count()) == ({}, 2)


def test_what_has_gone_since_is_asked_again_at_the_approval(account, hands):
    schoolcare.month(account, hands.clerk)
    schoolcare.came_in(account, hands.clerk, fees=50000)
    order = schoolcare.payout(account, hands.clerk, 50000)
    check_order(order.pk, by=hands.checker, at=NOON)
    funds.told_by_bank(account, hands.clerk, "2021-11-09,-1.00,,L9,手续费")

    with pytest.raises(PayoutAboveRest, match="可支付499元"):
        approve_order(order.pk, by=hands.head, at=NOON)


def test_a_frozen_account_pays_nothing_and_a_settled_one_pays_out(account, hands):
    schoolcare.came_in(account, hands.clerk, subsidy=50000)
    move_account(account.pk, "freeze", reason="核查", by=hands.head, at=NOON)
    with pytest.raises(MovementBarred):
        schoolcare.payout(account, hands.clerk, 100, SUBSIDY)
    move_account(account.pk, "settle", reason="停办", by=hands.head, at=NOON)

    paid(account, hands, schoolcare.payout(account, hands.clerk, 50000, SUBSIDY))

    assert move_account(account.pk, "close", reason="停办", by=hands.head, at=NOON).closed_on


def test_verbs_and_figures_of_prepaid_fees_leave_schools_alone(account, hands):
    load_catalogue(at=NOON)
    schoolcare.month(account, hands.clerk)
    schoolcare.came_in(account, hands.clerk, fees=FEES)
    with pytest.raises(NotFound, match="机构的监管账户"):
        propose_release(account.pk, 100, by=hands.clerk, at=NOON)
    with pytest.raises(NotFound):
        propose_payout(funds.account(hands.clerk).pk, None, by=hands.clerk, at=NOON)

    assert (watch_accounts(at=NOON), examine_accounts(at=NOON)) == (1, 1)
    assert not Alert.objects.filter(account=account).exists()
    assert not FundFinding.objects.filter(account=account).exists()
    assert (drill(), county_funds().bank_fen) == ([], 0)
    assert prepaid_month(OCTOBER.replace(month=11)).lines == ()
