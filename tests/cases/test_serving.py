"""Papers of a case reach the party: together, once, each starting exactly its clocks."""

from datetime import date, timedelta

import pytest

from cases import services
from cases.errors import PapersApart
from cases.models import Case, CaseDeadline, CaseService
from cases.states import CaseState, NoticeState
from common.clock import localdate
from common.errors import BadInput, WrongState
from papers.catalogue import get_form
from serving.models import Delivery
from serving.services import record_attempt, serve_paper
from tests.cases.guarding import change, refused_by
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory
from tests.factories.cases import CLOSING, FINE
from tests.factories.serving import handed
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


def test_a_public_notice_starts_its_clocks_when_it_has_run_out(people):
    decision = scenes.decided(people, FINE)
    papers = endings.printed(decision, LATE)
    for paper in papers:
        facts = {"hindrance": "unknown", "tried_on": TODAY, "place": "凤凰路1号"}
        record_attempt(paper, **facts, by=people.lead, at=LATE)
    served = handed(way="public_notice", delivered_on=TODAY, reason="下落不明", place="局网站")
    services.serve_case_papers(decision.case_id, papers, served, by=people.lead, at=LATE)
    case = Case.objects.get(pk=decision.case_id)
    assert case.state == CaseState.DECIDED
    over = LATE + timedelta(days=60)  # the law of 2021

    assert services.start_served(at=over - timedelta(days=1)) == 0
    assert services.start_served(at=over) == 2
    assert services.start_served(at=over) == 0

    case.refresh_from_db()
    assert case.state == CaseState.SERVED
    payment = CaseDeadline.objects.get(case=case, role="payment").deadline
    assert payment.counts_from_on == TODAY + timedelta(days=60)


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
    case, at = endings.closed(people), scenes.days(41)

    endings.urged(case, people, localdate(at))

    assert "deadline.t16" not in dues(case)


def test_a_paper_of_an_archived_file_is_not_served(people):
    case, at = endings.closed(people), scenes.days(41)
    paper = endings.approved_paper(case, people, "D50", role="other", at=at)
    services.archive_case(case.pk, by=UserFactory(registry_clerk=True), at=at)

    served = handed(delivered_on=localdate(at))
    with pytest.raises(WrongState):
        services.serve_case_papers(case.pk, [paper.pk], served, by=people.lead, at=at)

    assert not Delivery.objects.filter(paper=paper).exists()
