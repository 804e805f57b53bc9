"""Two at once, with real commits, in a county of its own that is thrown away afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from audit.models import AuditEvent
from cases import services
from cases.models import Case, CaseCounter, CaseRecusal, Decision, PriorNotice
from cases.states import CaseState
from common.errors import Refusal, WrongState
from papers.models import OfficialPaper
from tenants.models import County
from tests.committed import at_once, committed_county
from tests.factories import cases as scenes
from tests.factories.accounts import UserFactory
from tests.factories.cases import FINE, People
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
    assert OfficialPaper.objects.get().number == "县教罚告字〔2021〕1号"
