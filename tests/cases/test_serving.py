"""Papers of a case reach the party: together, once, each starting exactly its clocks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases import services
from cases.errors import NotYourCase, PapersApart
from cases.models import Case, CaseDeadline, CasePaper, CaseService
from cases.states import CaseState, NoticeState
from common.clock import localdate
from common.errors import BadInput, WrongState
from papers.catalogue import get_form
from serving.errors import AttemptKnown, ConsentMissing
from serving.models import Attempt, Delivery
from serving.services import serve_paper
from tests.cases.guarding import change, refused_by
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory
from tests.factories.cases import CLOSING, FINE
from tests.factories.serving import PARTY, a_confirmation, handed, tried
from tests.times import DAY

LATE = scenes.days(30)
TODAY = localdate(LATE)


def dues(case: Case) -> dict[str, date]:
    links = CaseDeadline.objects.filter(case=case).select_related("deadline")
    return {link.deadline.key: link.deadline.due_on for link in links}


def test_a_decision_served_starts_payment_and_remedies(people, check_now):
    case = endings.handed_over(people)
    check_now()

    assert case.state == CaseState.SERVED
    held = dues(case)
    assert held["deadline.t11"] == date(2021, 12, 27)  # 15 days end on Saturday the 25th
    assert held["deadline.t13"] == date(2022, 2, 8)
    assert held["deadline.t14"] == date(2022, 6, 10)
    met = CaseDeadline.objects.get(case=case, role="service").deadline
    assert (met.key, met.met_on) == ("deadline.t09", TODAY)


def test_without_money_there_is_no_period_to_pay(people):
    held = dues(endings.handed_over(people, CLOSING))

    assert "deadline.t11" not in held
    assert {"deadline.t13", "deadline.t14"} <= set(held)


def test_a_decision_without_its_credit_notice_is_refused(people):
    decision = scenes.decided(people, FINE)
    endings.printed(decision, LATE)
    paper = decision.papers.get(paper__code="D36").paper
    served = handed(delivered_on=TODAY)

    with pytest.raises(PapersApart):
        services.serve_case_papers(decision.case_id, [paper.pk], served, by=people.lead, at=LATE)

    assert not CaseService.objects.exists()
    with refused_by("decision_and_credit_notice_are_served_together"):
        serve_paper(paper.pk, served, by=people.lead, at=LATE)


def test_papers_of_another_case_are_refused(people):
    decision = scenes.decided(people, FINE)
    papers = endings.printed(decision, LATE)
    other = scenes.clue(people)

    with pytest.raises(BadInput):
        services.serve_case_papers(
            other.pk, papers, handed(delivered_on=TODAY), by=people.lead, at=LATE
        )


def test_a_prior_notice_is_served_by_the_same_verb(people):
    case = scenes.ended(people)
    notice = scenes.approved(case, people, CLOSING)
    papers = endings.printed(notice, scenes.NOON)

    services.serve_case_papers(case.pk, papers, handed(), by=people.lead, at=scenes.NOON)

    notice.refresh_from_db()
    assert (notice.state, notice.served_on) == (NoticeState.SERVED, DAY)
    assert {"deadline.t06", "deadline.t07"} <= set(dues(case))


def hung_out(people) -> Case:
    """A decision on public notice since the day it was made."""
    decision = scenes.decided(people, FINE)
    papers = endings.printed(decision, LATE)
    lost = tried(hindrance="unknown", tried_on=TODAY)
    services.record_case_attempt(decision.case_id, papers, lost, by=people.lead, at=LATE)
    told = {"way": "public_notice", "delivered_on": TODAY, "reason": "下落不明", "place": "局网站"}
    services.serve_case_papers(decision.case_id, papers, handed(**told), by=people.lead, at=LATE)
    return Case.objects.get(pk=decision.case_id)


def test_a_public_notice_starts_its_clocks_when_it_has_run_out(people):
    case = hung_out(people)
    assert case.state == CaseState.DECIDED
    assert not CaseDeadline.objects.filter(case=case, role="payment").exists()
    over = LATE + timedelta(days=60)  # the law of 2021

    assert services.start_served(at=over - timedelta(days=1)) == 0
    assert services.start_served(at=over) == 2
    assert services.start_served(at=over) == 0

    case.refresh_from_db()
    assert case.state == CaseState.SERVED
    payment = CaseDeadline.objects.get(case=case, role="payment").deadline
    assert payment.counts_from_on == TODAY + timedelta(days=60)


def test_publishing_meets_the_days_that_the_bureau_has(people):
    case = hung_out(people)

    met = CaseDeadline.objects.get(case=case, role="service").deadline
    assert (met.state, met.met_on, met.was_late) == ("met", TODAY, False)


def test_a_decision_fetched_while_it_hung_out_is_served_that_day(people, check_now):
    case, day, at = hung_out(people), TODAY + timedelta(days=9), LATE + timedelta(days=9)
    papers = served_papers(case)

    services.serve_case_papers(
        case.pk, papers, handed(delivered_on=day), repeats=True, by=people.lead, at=at
    )
    check_now()

    case.refresh_from_db()
    assert case.state == CaseState.SERVED
    payment = CaseDeadline.objects.get(case=case, role="payment").deadline
    assert payment.counts_from_on == day
    assert services.start_served(at=LATE + timedelta(days=60)) == 0


def served_papers(case: Case) -> list[int]:
    links = case.papers.filter(service__isnull=False)
    return list(links.values_list("paper_id", flat=True))


def test_a_service_that_is_repeated_starts_no_clock_anew(people):
    case = endings.handed_over(people)
    before = dues(case)
    papers, at = served_papers(case), LATE + timedelta(days=5)

    again = handed(delivered_on=localdate(at))
    services.serve_case_papers(case.pk, papers, again, repeats=True, by=people.lead, at=at)

    assert dues(case) == before
    assert CaseDeadline.objects.filter(case=case, role="payment").count() == 1
    assert CaseService.objects.filter(case_paper__case=case).count() == len(papers)
    assert case.steps.last().text.startswith("再次送达")


def test_who_entered_a_notice_may_be_gone_when_it_has_run_out(people):
    case = hung_out(people)
    people.lead.roles = []
    people.lead.save()

    assert services.start_served(at=LATE + timedelta(days=60)) == 2

    case.refresh_from_db()
    assert case.state == CaseState.SERVED


def test_a_notice_that_was_replaced_while_it_hung_out_starts_no_period(people):
    case = scenes.ended(people)
    old = scenes.approved(case, people, CLOSING)
    papers = endings.printed(old, scenes.NOON)
    lost = tried(hindrance="unknown")
    services.record_case_attempt(case.pk, papers, lost, by=people.lead, at=scenes.NOON)
    told = {"way": "public_notice", "reason": "下落不明", "place": "局网站"}
    services.serve_case_papers(case.pk, papers, handed(**told), by=people.lead, at=scenes.NOON)
    scenes.approved(case, people, FINE, at=scenes.days(1), facts="另有事实")

    assert services.start_served(at=scenes.days(60)) == len(papers)

    old.refresh_from_db()
    assert (old.state, old.served_on) == (NoticeState.SUPERSEDED, None)
    assert "deadline.t06" not in dues(case)


def test_attempts_stand_in_the_case_and_all_papers_or_none(people):
    decision = scenes.decided(people, FINE)
    papers, case = endings.printed(decision, LATE), decision.case
    absent = tried(tried_on=TODAY)

    services.record_case_attempt(case.pk, papers, absent, by=people.lead, at=LATE)

    assert Attempt.objects.count() == len(papers)
    assert "送达未成：受送达人不在" in case.steps.last().text
    with pytest.raises(AttemptKnown):
        services.record_case_attempt(case.pk, papers, absent, by=people.lead, at=LATE)
    stranger = UserFactory(inspector=True)
    with pytest.raises(NotYourCase):
        services.record_case_attempt(case.pk, papers, absent, by=stranger, at=LATE)
    assert Attempt.objects.count() == len(papers)


def test_the_consent_of_a_namesake_carries_nothing(people):
    case = scenes.end(scenes.filed(people, party=scenes.person()), people)
    papers = endings.printed(scenes.approved(case, people, FINE), scenes.NOON)
    namesake, own = (
        replace(PARTY, name="李大山", key=f"李大山/{born}") for born in (19700101, 19850301)
    )
    told = {"way": "electronic", "recipient": ""}
    served = handed(confirmation=a_confirmation(namesake), **told)

    with pytest.raises(ConsentMissing):
        services.serve_case_papers(case.pk, papers, served, by=people.lead, at=scenes.NOON)
    assert not CaseService.objects.exists()

    served = handed(confirmation=a_confirmation(own), **told)
    services.serve_case_papers(case.pk, papers, served, by=people.lead, at=scenes.NOON)
    assert CaseService.objects.count() == len(papers)


def test_a_service_does_not_go_around_its_case(people):
    case = scenes.ended(people)
    paper = endings.approved_paper(case, people, "D05", role="record", at=scenes.NOON)

    with refused_by("service_of_a_case_paper_is_entered_with_its_case"):
        serve_paper(paper.pk, handed(), by=people.lead, at=scenes.NOON)


def test_served_is_what_reached_somebody(people):
    case = scenes.decided(people, FINE).case

    with refused_by("case_is_served_when_its_decision_reached_the_party"):
        step = case.steps.last()
        step.pk, step.no, step.action, step.needs_officers = None, step.no + 1, "serve", False
        step.source, step.target = "decided", "served"
        step.save(force_insert=True)
        change(case, state="served", step_count=step.no)


def test_a_penalty_on_the_spot_names_reconsideration_first():
    """Guard 7, Reconsideration Law art. 23, since 2024."""
    words = "".join(part.text for part in get_form("D38", date(2024, 1, 1)).text)

    assert "未经行政复议" in words
    assert words.index("行政复议") < words.index("行政诉讼")


def test_a_paper_served_after_the_closing_starts_no_clock(people):
    asked, at = endings.closing(people, endorses=True), scenes.days(40)
    paper = endings.urging(asked.case, people, at)
    services.approve_closing(asked.pk, opinion="同意结案", by=people.head, at=at)

    served = handed(delivered_on=localdate(at))
    services.serve_case_papers(asked.case_id, [paper.pk], served, by=people.lead, at=at)

    assert "deadline.t16" not in dues(asked.case)


def test_a_paper_of_an_archived_file_is_not_served(people):
    case, at = endings.closed(people), scenes.days(41)
    paper = CasePaper.objects.get(case=case, paper__code="D36").paper
    services.archive_case(case.pk, by=UserFactory(registry_clerk=True), at=at)

    again = handed(delivered_on=localdate(at))
    with pytest.raises(WrongState):
        services.serve_case_papers(case.pk, [paper.pk], again, by=people.lead, at=at)

    assert Delivery.objects.filter(paper=paper).count() == 1
