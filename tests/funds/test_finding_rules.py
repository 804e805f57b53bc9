"""What a contract, an order, an account breaks, in sentences with their figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from funds.rules.charging import Caps, Charge, Opening
from funds.rules.finding import (
    AccountTerms,
    ChargeTerms,
    Kept,
    OpenOrder,
    Outside,
    Sold,
    Stop,
    of_account,
    of_contract,
    of_order,
)
from funds.states import Breach, ChargeBasis, FeeWay, OrderKind

B = Breach
START, END = date(2025, 3, 1), date(2025, 5, 31)
TERMS = ChargeTerms(Caps(3, 60, 500000), Opening(1, 20))
CHARGE = Charge(fee_fen=360000, lessons=48, service_from=START, service_to=END)
SOLD = Sold(CHARGE, ChargeBasis.LESSONS, START, paid_on=date(2025, 2, 20), open_lessons=(48,))
DAY = date(2025, 6, 2)


def told(found):
    return [(one.rule, one.extent, one.sentence) for one in found]


def test_a_contract_within_everything_breaks_nothing():
    assert of_contract(SOLD, TERMS) == []


def test_every_cap_that_is_passed_is_told_with_its_figures():
    charge = Charge(600000, 61, START, date(2025, 6, 2))

    assert told(of_contract(replace(SOLD, charge=charge), TERMS)) == [
        (B.LESSON_CAP, 1, "一次性收取61课时的费用，超过上限60课时。"),
        (
            B.SPAN_CAP,
            2,
            "收费的服务期为2025年3月1日至2025年6月2日，最长至2025年5月31日，超过2天。",
        ),
        (B.AMOUNT_CAP, 100000, "一次性收费6,000元，超过上限5,000元。"),
    ]


def test_a_card_of_money_is_a_disguise():
    card = Sold(Charge(300000, is_card=True), ChargeBasis.PERIOD, START)

    ((rule, extent, _),) = told(of_contract(card, TERMS))
    assert (rule, extent) == (B.DISGUISED_PREPAY, 300000)


def test_two_orders_that_pass_the_cap_together_are_a_split():
    split = replace(SOLD, open_lessons=(40, 40))

    ((rule, extent, sentence),) = told(of_contract(split, TERMS))
    assert (rule, extent) == (B.DISGUISED_SPLIT, 20)
    assert "2份合同，未消课时共80课时" in sentence


@pytest.mark.parametrize(("left", "found"), [(None, [B.TOO_EARLY]), (21, [B.TOO_EARLY]), (20, [])])
def test_too_early_says_how_many_days(left, found):
    early = replace(SOLD, paid_on=date(2025, 1, 30), lessons_left=left)

    rules = of_contract(early, TERMS)
    assert [one.rule for one in rules] == found
    assert [one.extent for one in rules] == [2] * len(found)


def test_across_the_term_and_beyond_the_lease():
    terms = replace(TERMS, term_ends=(date(2024, 12, 31), date(2025, 5, 20)))
    sold = replace(SOLD, basis=ChargeBasis.PERIOD, lease_until=date(2025, 4, 30))

    found = {one.rule: one.extent for one in of_contract(sold, terms)}
    assert found == {B.CROSS_TERM: 11, B.BEYOND_LEASE: 31}
    assert B.CROSS_TERM not in {one.rule for one in of_contract(sold, TERMS)}


@pytest.mark.parametrize(
    ("kind", "rule"), [(OrderKind.REFUND, B.REFUND_OVERDUE), (OrderKind.RELEASE, B.RELEASE_LATE)]
)
def test_a_payment_is_late_from_the_day_after(kind, rule):
    order = OpenOrder(kind, "TF1-1", 225000, DAY)

    assert of_order(order, DAY) == []
    assert [(one.rule, one.extent) for one in of_order(order, date(2025, 6, 5))] == [(rule, 3)]


def test_cash_that_waits_or_came_late_is_one_finding():
    cash = Outside(FeeWay.CASH, 10000, date(2025, 5, 20), due_on=date(2025, 5, 23))
    late = replace(cash, swept_on=date(2025, 5, 26))
    good = replace(cash, swept_on=date(2025, 5, 23))

    (found,) = of_account(Kept(outside=[cash, late, good]), AccountTerms(), DAY)
    assert (found.rule, found.extent) == (B.CASH_SWEEP_LATE, 10)
    assert found.sentence.endswith("最长逾期10天；尚未归集1笔共100元。")
    assert of_account(Kept(outside=[good]), AccountTerms(), DAY) == []


def test_private_fees_count_from_over_the_limit_on_and_a_loan_at_once():
    private = [Outside(FeeWay.PRIVATE, fen, DAY) for fen in (600000, 400000)]
    terms = AccountTerms(private_limit_fen=1000000)

    assert of_account(Kept(outside=private), terms, DAY) == []
    (found,) = of_account(Kept(outside=[*private, Outside(FeeWay.PRIVATE, 1, DAY)]), terms, DAY)
    assert (found.rule, found.extent) == (B.PRIVATE_COLLECTION, 1000001)
    loan = Kept(outside=[Outside(FeeWay.LOAN, 500000, DAY)])
    assert [one.rule for one in of_account(loan, terms, DAY)] == [B.TRAINING_LOAN]
    assert of_account(loan, replace(terms, loans_barred=False), DAY) == []


def test_a_stop_told_too_late_or_not_at_all():
    terms = AccountTerms(stop_months=1)
    in_time = Stop(date(2025, 6, 30), told_on=date(2025, 5, 30))
    late = Stop(date(2025, 6, 30), told_on=date(2025, 6, 1))
    untold = Stop(date(2025, 6, 20), told_on=None)

    assert of_account(Kept(stops=[in_time]), terms, DAY) == []
    (found,) = of_account(Kept(stops=[in_time, late]), terms, DAY)
    assert (found.rule, found.extent) == (B.CLOSURE_NOTICE_LATE, 2)
    (found,) = of_account(Kept(stops=[late, untold]), terms, DAY)
    assert (found.extent, "至今没有告知家长" in found.sentence) == (13, True)


def test_more_released_than_taught_and_much_silence():
    terms = AccountTerms(deemed_share=50, deemed_least=20)

    assert [one.rule for one in of_account(Kept(releasable_fen=-1), terms, DAY)] == [
        B.RELEASE_AHEAD
    ]
    assert of_account(Kept(deemed=20, agreed=20), terms, DAY) == []
    assert of_account(Kept(deemed=19, agreed=0), terms, DAY) == []
    assert [one.rule for one in of_account(Kept(deemed=21, agreed=20), terms, DAY)] == [
        B.NO_CONFIRMATION
    ]
