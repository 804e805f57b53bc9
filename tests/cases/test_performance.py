"""Payments, deferral, remedies and the court: what is refused, what each clock does."""

from datetime import date, timedelta

import pytest

from cases import services
from cases.errors import CaseDayWrong, CourtWindow, PaymentWrong
from cases.models import Case, CaseDeadline, CourtApplication, Payment
from cases.money import money_of
from cases.services.remedies import court_window
from cases.states import CaseState
from common.clock import at_noon, localdate
from common.errors import BadInput, WrongState
from deadlines.states import DeadlineState
from tests.cases.guarding import commit_now, refused_by
from tests.factories import cases as scenes
from tests.factories import endings
from tests.times import NOON

SERVED = localdate(scenes.days(30))  # 2021-12-10; paid by 2021-12-27
DUE = date(2021, 12, 27)


@pytest.fixture
def served(people) -> Case:
    return endings.handed_over(people)


def pay(case, people, fen: int, on: date, part: str = "fine", reference: str = "B1") -> Payment:
    return services.record_payment(
        case.pk,
        part=part,
        amount_fen=fen,
        paid_on=on,
        channel="bank",
        reference=reference,
        by=people.lead,
        at=at_noon(on),
    )


def payment_clock(case: Case):
    return CaseDeadline.objects.filter(case=case, role="payment").last().deadline


def test_a_payment_in_time_meets_the_deadline(people, served, check_now):
    pay(served, people, 300_000, DUE)
    check_now()

    served.refresh_from_db()
    assert served.state == CaseState.PERFORMING
    assert payment_clock(served).met_on == DUE
    assert money_of(served, DUE + timedelta(days=90)).is_settled


def test_too_much_twice_and_zero_are_refused(people, served):
    with pytest.raises(PaymentWrong):
        pay(served, people, 300_001, DUE)
    pay(served, people, 100_000, DUE)
    with pytest.raises(PaymentWrong):
        pay(served, people, 100_000, DUE)

    assert Payment.objects.count() == 1


def test_more_than_was_decided_or_cash_is_refused_by_hand(people, served):
    facts = {"case": served, "part": "fine", "paid_on": DUE, "recorded_at": NOON}
    facts |= {"recorded_by": people.lead, "reference": "X"}

    with refused_by("nobody_pays_more_than_was_decided"):
        Payment.objects.create(**facts, amount_fen=300_001, channel="bank")
    with refused_by("payment_comes_by_the_bank_and_never_in_cash"):
        Payment.objects.create(**facts, amount_fen=1, channel="cash")


def test_a_reversal_is_a_row_against_it_and_the_surcharge_counts_again(people, served, check_now):
    payment = pay(served, people, 300_000, DUE)
    late = at_noon(DUE + timedelta(days=2))
    services.reverse_payment(payment.pk, reason="银行退票", by=people.section, at=late)
    check_now()

    assert money_of(served, localdate(late)).surcharge_fen == 2 * 9_000
    with pytest.raises(PaymentWrong):
        services.reverse_payment(payment.pk, reason="再次", by=people.section, at=late)


def test_a_reversed_payment_leaves_its_deadline_open_again(people, served):
    payment = pay(served, people, 300_000, DUE)
    late = at_noon(DUE + timedelta(days=2))

    services.reverse_payment(payment.pk, reason="银行退票", by=people.section, at=late)
    commit_now()

    clocks = CaseDeadline.objects.filter(case=served, role="payment").order_by("pk")
    assert [(one.deadline.state, one.deadline.due_on) for one in clocks] == [
        ("met", DUE),
        ("running", DUE),
    ]
    again = pay(served, people, 300_000, DUE + timedelta(days=3), reference="B2")
    assert payment_clock(served).met_on == again.paid_on
    assert payment_clock(served).was_late
    assert money_of(served, again.paid_on).open_of("surcharge") == 3 * 9_000


def test_a_reversal_opens_only_what_is_not_covered(people, served):
    first = pay(served, people, 100_000, DUE)
    late = at_noon(DUE + timedelta(days=2))
    services.reverse_payment(first.pk, reason="退票", by=people.section, at=late)

    assert CaseDeadline.objects.filter(case=served, role="payment").count() == 1
    assert payment_clock(served).state == DeadlineState.RUNNING


def test_a_reversed_instalment_is_due_again(people, served):
    plan = [(date(2022, 1, 10), 100_000), (date(2022, 2, 10), 200_000)]
    asked = {"kind": "parts", "reason": "经营困难", "requested_on": SERVED}
    at = scenes.days(31)
    deferral = services.ask_deferral(served.pk, **asked, plan=plan, by=people.lead, at=at)
    services.decide_deferral(deferral.pk, grants=True, answer="同意", by=people.head, at=at)
    first = pay(served, people, 100_000, date(2022, 1, 10))

    later = at_noon(date(2022, 1, 12))
    services.reverse_payment(first.pk, reason="退票", by=people.section, at=later)
    commit_now()

    rows = [row.deadline for row in deferral.instalments.select_related("deadline")]
    assert [(one.state, one.due_on) for one in rows] == [("running", day) for day, _ in plan]
    assert money_of(served, date(2022, 1, 12)).surcharge_fen == 2 * 3_000
    pay(served, people, 100_000, date(2022, 1, 13), reference="B2")
    rows[0].refresh_from_db()
    assert rows[0].met_on == date(2022, 1, 13)


def test_instalments_start_clocks_of_their_own_once_the_head_grants_them(people, served):
    plan = [(date(2022, 1, 10), 100_000), (date(2022, 2, 10), 200_000)]
    asked = {"kind": "parts", "reason": "经营困难", "requested_on": SERVED}
    at = scenes.days(31)
    deferral = services.ask_deferral(served.pk, **asked, plan=plan, by=people.lead, at=at)
    services.decide_deferral(deferral.pk, grants=True, answer="同意", by=people.head, at=at)

    clocks = CaseDeadline.objects.filter(case=served, role="payment").order_by("pk")
    assert [one.deadline.due_on for one in clocks] == [DUE, *(day for day, _ in plan)]
    assert clocks[0].deadline.state == DeadlineState.CANCELLED
    pay(served, people, 100_000, date(2022, 1, 10))
    assert [one.deadline.state for one in clocks.all()] == ["cancelled", "met", "running"]
    assert money_of(served, date(2022, 2, 10)).surcharge_fen == 0
    assert money_of(served, date(2022, 2, 11)).surcharge_fen == 6_000


def test_a_lawsuit_stops_the_surcharge_and_closes_the_way_to_the_court(people, served):
    facts = {"kind": "litigation", "body": "县人民法院", "filed_on": DUE}
    services.record_remedy(served.pk, **facts, by=people.lead, at=at_noon(DUE))

    assert money_of(served, date(2022, 3, 1)).surcharge_fen == 0
    with pytest.raises(CourtWindow):
        court_window(served)


def test_after_a_reconsideration_the_fifteen_days_to_sue_run(people, served):
    facts = {"kind": "reconsideration", "body": "县人民政府", "filed_on": DUE}
    remedy = services.record_remedy(served.pk, **facts, by=people.lead, at=at_noon(DUE))
    back = date(2022, 1, 20)
    told = {"result": "upheld", "received_on": back, "text": "复议决定：维持"}
    services.end_remedy(remedy.pk, **told, by=people.lead, at=at_noon(back))

    clock = CaseDeadline.objects.filter(case=served, role="litigation").last().deadline
    assert (clock.key, clock.counts_from_on) == ("deadline.t15", back)
    assert court_window(served)[0] == clock.due_on + timedelta(days=1)


def test_an_annulled_decision_owes_nothing(people, served):
    facts = {"kind": "reconsideration", "body": "县人民政府", "filed_on": DUE}
    remedy = services.record_remedy(served.pk, **facts, by=people.lead, at=at_noon(DUE))
    back = date(2022, 1, 20)
    told = {"result": "annulled", "received_on": back, "text": "撤销"}
    services.end_remedy(remedy.pk, **told, by=people.lead, at=at_noon(back))

    assert money_of(served, date(2022, 3, 1)).is_settled
    assert payment_clock(served).state == DeadlineState.CANCELLED


def test_the_court_is_asked_inside_its_window_after_the_urging(people, served):
    paper = endings.approved_paper(served, people, "D45", role="court", at=scenes.days(31))

    def ask(day: date) -> CourtApplication:
        told = {"court": "县人民法院", "applied_on": day}
        return services.apply_to_court(served.pk, paper.pk, **told, by=people.lead, at=at_noon(day))

    assert court_window(served) == (date(2022, 6, 11), date(2022, 9, 13))
    for day in (date(2022, 6, 10), date(2022, 9, 14), date(2022, 7, 1)):
        with pytest.raises(CourtWindow):  # too early, too late, not urged
            ask(day)
    endings.urged(served, people, date(2022, 5, 5))
    assert ask(date(2022, 6, 11)).last_on == date(2022, 9, 13)


def test_the_window_opens_by_itself_once(people, served):
    day = at_noon(date(2022, 6, 11))

    assert services.open_court_windows(at=at_noon(date(2022, 6, 10))) == 0
    assert services.open_court_windows(at=day) == 1
    assert services.open_court_windows(at=day) == 0

    clock = CaseDeadline.objects.get(case=served, role="court").deadline
    assert clock.due_on == date(2022, 9, 13)


def remedy(case, people, result: str, filed: date, back: date, kind="reconsideration", **more):
    told = {"kind": kind, "body": "县人民政府", "filed_on": filed}
    row = services.record_remedy(case.pk, **told, by=people.lead, at=at_noon(filed))
    ended = {"result": result, "received_on": back, "text": "决定"} | more
    return services.end_remedy(row.pk, **ended, by=people.lead, at=at_noon(back))


def test_a_reconsideration_over_early_opens_the_court(people, served, check_now):
    """Its own sixty days were used: they no longer keep the bureau from the court."""
    remedy(served, people, "upheld", date(2021, 12, 15), date(2021, 12, 20))
    endings.urged(served, people, date(2021, 12, 21))
    day = date(2022, 1, 10)
    paper = endings.approved_paper(served, people, "D45", role="court", at=at_noon(day))

    told = {"court": "县人民法院", "applied_on": day}
    services.apply_to_court(served.pk, paper.pk, **told, by=people.lead, at=at_noon(day))
    check_now()

    assert CourtApplication.objects.get().first_on == date(2022, 1, 5)


def test_who_ever_sued_is_not_brought_to_the_court(people, served):
    remedy(served, people, "ended", date(2021, 12, 15), date(2021, 12, 20), kind="litigation")
    remedy(served, people, "upheld", date(2021, 12, 21), date(2021, 12, 28))

    with pytest.raises(CourtWindow):
        court_window(served)


def test_a_remedy_never_makes_a_fine_heavier(people, served):
    days = (date(2021, 12, 15), date(2021, 12, 20))

    with pytest.raises(BadInput, match="不得"):
        remedy(served, people, "changed", *days, new_fine_fen=300_001)

    assert money_of(served, DUE).fine_fen == 300_000


def test_a_fine_that_was_lowered_is_what_instalments_and_surcharge_are_of(people, served):
    asked = {"kind": "later", "reason": "经营困难", "requested_on": SERVED}
    at, later = scenes.days(31), date(2022, 1, 10)
    plan = [(later, 300_000)]
    deferral = services.ask_deferral(served.pk, **asked, plan=plan, by=people.lead, at=at)
    services.decide_deferral(deferral.pk, grants=True, answer="同意", by=people.head, at=at)
    days = (date(2021, 12, 15), date(2021, 12, 20))
    remedy(served, people, "changed", *days, new_fine_fen=100_000)

    assert money_of(served, later + timedelta(days=1)).surcharge_fen == 3_000
    assert money_of(served, date(2022, 12, 1)).surcharge_fen == 100_000


def test_nobody_pays_or_complains_before_the_decision(people, served):
    before = SERVED - timedelta(days=1)
    paid = {"part": "fine", "amount_fen": 1, "channel": "bank", "reference": "B9"}
    told = {"kind": "reconsideration", "body": "县人民政府", "filed_on": before}

    with pytest.raises(CaseDayWrong):
        services.record_payment(
            served.pk, **paid, paid_on=before, by=people.lead, at=scenes.days(31)
        )
    with pytest.raises(CaseDayWrong):
        services.record_remedy(served.pk, **told, by=people.lead, at=scenes.days(31))


def test_nobody_is_urged_before_a_decision_reached_them(people):
    case = scenes.answered(people)
    told = {"role": "performance", "by": people.lead, "at": scenes.days(30)}

    for code in ("D44", "D45"):
        with pytest.raises(WrongState, match="已送达、履行中"):
            services.draft_case_paper(case.pk, code, {}, **told)
