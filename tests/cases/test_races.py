"""Two at once, with real commits, in a county of its own that is thrown away afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from audit.models import AuditEvent
from cases import services
from cases.models import Case, CaseCounter, CaseRecusal, Decision, PriorNotice
from cases.rules import Proposed
from cases.states import CaseState
from common.clock import localdate
from common.errors import Refusal, WrongState
from papers.models import OfficialPaper
from papers.services import approve_paper, change_draft
from serving.models import Delivery
from tenants.models import County
from tests.committed import at_once, committed_county
from tests.factories import cases as scenes
from tests.factories.accounts import UserFactory
from tests.factories.cases import FINE, People
from tests.factories.endings import put_in_print
from tests.factories.papers import a_paper
from tests.factories.serving import handed
from tests.times import NOON

pytestmark = [pytest.mark.race, pytest.mark.slow]
LATE = scenes.days(30)


@pytest.fixture
def lone_county(django_db_setup, django_db_blocker) -> Iterator[County]:
    with django_db_blocker.unblock(), committed_county("999913") as county:
        scenes.law()
        yield county


def only_refusal(results: list[object]) -> Refusal:
    (refusal,) = [result for result in results if isinstance(result, Refusal)]
    return refusal


def test_two_heads_file_one_case_once(lone_county):
    people = People()
    case = scenes.checked(people)

    def file(head):
        return lambda: services.approve_filing(case.pk, opinion="同意", by=head, at=NOON)

    results = at_once(lone_county, file(people.head), file(people.deputy))

    assert isinstance(only_refusal(results), WrongState)
    assert (Case.objects.get().serial, CaseCounter.objects.get().last) == (1, 1)
    assert AuditEvent.objects.filter(kind="case.file").count() == 1


def test_many_filings_at_once_leave_no_gap(lone_county):
    people = People()
    waiting = [scenes.checked(people) for _ in range(4)]

    def file(pk):
        return lambda: services.approve_filing(pk, opinion="同意", by=people.head, at=NOON)

    at_once(lone_county, *(file(case.pk) for case in waiting))

    assert sorted(Case.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]
    assert CaseCounter.objects.get().last == 4


def test_two_heads_decide_one_case_once(lone_county):
    people = People()
    case = scenes.answered(people, FINE)
    decision = scenes.endorsed(case, people, scenes.penalty(), LATE)

    def decide(head):
        return lambda: services.approve_decision(decision.pk, opinion="同意", by=head, at=LATE)

    results = at_once(lone_county, decide(people.head), decide(people.deputy))

    assert isinstance(only_refusal(results), WrongState)
    assert Case.objects.get().state == CaseState.DECIDED
    assert OfficialPaper.objects.filter(code="D36", number__isnull=False).count() == 1
    assert AuditEvent.objects.filter(kind="decision.approve").count() == 1


def test_a_decision_and_a_fine_of_others_at_once_never_give_two_fines(lone_county):
    """Whichever comes first: the other one is refused, or the fine is answered before."""
    people = People()
    case = scenes.answered(people, FINE)
    decision = scenes.endorsed(case, people, scenes.penalty(), LATE)
    told = {"department": "县市监局", "decision_no": "1号", "about": "同一场所"}

    def decide():
        return services.approve_decision(decision.pk, opinion="同意", by=people.head, at=LATE)

    def enter():
        return services.record_other_fine(
            case.pk, decided_on=NOON.date(), amount_fen=1, by=people.lead, at=LATE, **told
        )

    results = at_once(lone_county, decide, enter)

    assert len([one for one in results if isinstance(one, Refusal)]) == 1
    made = Decision.objects.get().state == "approved"
    assert made != case.other_fines.exists()


def test_an_officer_who_leaves_at_once_leaves_no_step_of_one(lone_county):
    people = People()
    case = scenes.filed(people)
    recusal = services.ask_recusal(
        case.pk, people.second.pk, reason="近亲属", by=people.lead, at=NOON
    )
    facts = services.EvidenceFacts("record", "笔录", NOON.date(), "现场", "24名学生")

    def leave():
        return services.decide_recusal(
            recusal.pk, grants=True, reason="属实", by=people.head, at=NOON
        )

    def add():
        return services.add_evidence(case.pk, facts, by=people.lead, at=NOON)

    at_once(lone_county, leave, add)

    assert CaseRecusal.objects.get().state == "granted"
    for step in case.steps.filter(needs_officers=True):
        assert step.step_officers.count() == 2


def test_two_section_heads_approve_one_notice_once(lone_county):
    people = People()
    notice = scenes.drafted(scenes.ended(people), people)
    other = UserFactory(section_head=True)

    def approve(head):
        return lambda: services.approve_prior_notice(notice.pk, by=head, at=NOON)

    results = at_once(lone_county, approve(people.section), approve(other))

    assert isinstance(only_refusal(results), WrongState)
    assert PriorNotice.objects.get().state == "approved"
    assert OfficialPaper.objects.get(number__isnull=False).number == "县教罚告字〔2021〕1号"


def decides(people: People, decision: Decision):
    return lambda: services.approve_decision(decision.pk, opinion="同意", by=people.head, at=LATE)


def waiting(people: People) -> Decision:
    case = scenes.answered(people, FINE)
    return scenes.endorsed(case, people, scenes.penalty(), LATE)


def test_guard_2_a_statement_and_the_decision_at_once(lone_county):
    """Either it is heard before, or it comes too late; never is it left unheard."""
    people = People()
    decision = waiting(people)
    told = {"text": "请求从轻", "made_by": "王春梅", "made_on": NOON.date()}

    def speak():
        return services.record_statement(decision.notice_id, **told, by=people.lead, at=LATE)

    results = at_once(lone_county, decides(people, decision), speak)

    only_refusal(results)
    made = Decision.objects.get().state == "approved"
    assert made != decision.notice.statements.exists()


def test_guard_3_a_review_that_says_no_and_the_decision_at_once(lone_county):
    people = People()
    decision = waiting(people)
    said = {"outcome": "not_passed", "opinion": "证据不足", "qualification": "A2020"}

    def review():
        return services.review_case(decision.case_id, **said, by=people.reviewer, at=LATE)

    results = at_once(lone_county, decides(people, decision), review)

    only_refusal(results)
    made = Decision.objects.get().state == "approved"
    assert made != decision.case.reviews.exists()


def test_guard_4_a_lighter_notice_and_the_heavier_decision_at_once(lone_county):
    people = People()
    decision = waiting(people)
    lighter = scenes.drafted(decision.case, people, Proposed("P3", 100_000), at=LATE)

    def announce():
        return services.approve_prior_notice(lighter.pk, by=people.section, at=LATE)

    results = at_once(lone_county, decides(people, decision), announce)

    only_refusal(results)
    lighter.refresh_from_db()
    made = Decision.objects.get().state == "approved"
    assert made != (lighter.state == "approved")


def test_guard_5_a_penalty_written_into_an_order_while_it_is_approved(lone_county):
    order, head = a_paper("D15"), UserFactory(bureau_head=True)
    other = UserFactory(bureau_head=True)
    worse = {**order.facts, "correct": "立即停止，否则处以罚款"}

    def write():
        return change_draft(order.pk, worse, by=other, at=NOON)

    def approve():
        return approve_paper(order.pk, by=head, at=NOON, prints=False)

    results = at_once(lone_county, write, approve)

    only_refusal(results)
    order.refresh_from_db()
    assert order.is_approved != ("罚款" in order.facts["correct"])


def test_guard_7_two_officers_serve_both_papers_once(lone_county):
    people = People()
    decision = scenes.decided(people, FINE)
    papers = [link.paper for link in decision.papers.select_related("paper")]
    for paper in papers:
        if paper.state == "approved":
            put_in_print(paper, LATE)
    served, ids = handed(delivered_on=localdate(LATE)), [paper.pk for paper in papers]

    def serve(by):
        return lambda: services.serve_case_papers(
            decision.case_id, ids, served, by=by, at=LATE + timedelta(hours=1)
        )

    results = at_once(lone_county, serve(people.lead), serve(people.second))

    only_refusal(results)
    assert Case.objects.get().state == CaseState.SERVED
    assert Delivery.objects.count() == 2
