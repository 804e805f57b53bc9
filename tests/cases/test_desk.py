"""Papers of cases at their own page: what the case says stays, replacements belong to the case."""

from __future__ import annotations

import pytest

from audit.models import AuditEvent
from cases import services
from cases.errors import PaperDisagrees, PaperWithItsStep
from cases.models import CasePaper
from common.clock import localdate
from common.errors import NotAllowed
from papers.models import OfficialPaper
from papers.services import approve_paper
from papers.states import PaperState
from tests.factories import cases as scenes
from tests.factories.accounts import UserFactory
from tests.factories.papers import a_paper
from tests.times import DAY, NOON


def paper_of(case, code: str) -> OfficialPaper:
    return CasePaper.objects.get(case=case, paper__code=code).paper


@pytest.fixture
def recusal(people):
    """A draft of D50 in a filed case."""
    case, more = scenes.filed(people), scenes.rest_of("D50")
    return services.draft_case_paper(case.pk, "D50", more, role="recusal", by=people.lead, at=NOON)


@pytest.fixture
def notice(people):
    """A prior notice in draft with its D29."""
    return scenes.drafted(scenes.ended(people), people)


def test_what_the_rows_of_a_notice_say_is_not_asked_on_its_paper(notice):
    paper = paper_of(notice.case, "D29")

    held = services.facts_from_case(paper, DAY)

    assert held.facts.keys() == {"party", "facts", "penalties", "cause", "law"}
    assert held.facts["facts"] == notice.facts
    assert held.has_its_step


def test_a_paper_of_no_case_takes_nothing(people):
    assert services.facts_from_case(a_paper("D13"), DAY) is None


def test_a_fine_that_nobody_decided_is_taken_as_none(people):
    case = scenes.answered(people)
    decision = scenes.drafted_decision(case, people, scenes.mercy(), scenes.days(30))

    held = services.facts_from_case(paper_of(decision.case, "D37"), localdate(scenes.days(30)))

    assert held.facts["ground"] == "first"
    assert "fine_fen" not in held.facts  # D37 has no such field


@pytest.mark.parametrize("key", ["party", "facts", "penalties"])
def test_a_draft_cannot_say_otherwise_than_its_rows(people, notice, key):
    paper = paper_of(notice.case, "D29")

    with pytest.raises(PaperDisagrees):
        services.change_any_paper(paper.pk, {**paper.facts, key: None}, by=people.lead, at=NOON)

    paper.refresh_from_db()
    assert paper.facts[key]
    assert not AuditEvent.objects.filter(kind="official_paper.change_draft").exists()


def test_what_is_its_own_is_changed(people, notice):
    paper = paper_of(notice.case, "D29")

    services.change_any_paper(
        paper.pk, {**paper.facts, "contact_person": "何某"}, by=people.lead, at=NOON
    )

    paper.refresh_from_db()
    assert paper.facts["contact_person"] == "何某"


def test_a_paper_of_a_notice_is_not_approved_or_replaced_alone(people, notice):
    paper = paper_of(notice.case, "D29")

    with pytest.raises(PaperWithItsStep):
        services.approve_any_paper(paper.pk, by=people.section, at=NOON)
    services.approve_prior_notice(notice.pk, by=people.section, at=NOON)
    with pytest.raises(PaperWithItsStep):
        services.replace_any_paper(paper.pk, reason="有误", by=people.lead, at=NOON)

    assert OfficialPaper.objects.filter(supersedes=paper).count() == 0


def test_any_other_paper_is_approved_and_replaced_in_its_case(people, recusal):
    services.approve_any_paper(recusal.pk, by=people.head, at=NOON)

    new = services.replace_any_paper(recusal.pk, reason="姓名有误", by=people.lead, at=NOON)
    services.approve_any_paper(new.pk, by=people.head, at=NOON)

    recusal.refresh_from_db()
    old, now = CasePaper.objects.get(paper=recusal), CasePaper.objects.get(paper=new)
    assert (now.case_id, now.role) == (old.case_id, old.role)
    assert recusal.state == PaperState.SUPERSEDED
    assert recusal.number in OfficialPaper.objects.get(pk=new.pk).view["replaces"]


def test_a_replacement_by_somebody_without_the_right_leaves_nothing(people, recusal):
    approve_paper(recusal.pk, by=people.head, at=NOON, prints=False)

    with pytest.raises(NotAllowed):
        services.replace_any_paper(
            recusal.pk, reason="有误", by=UserFactory(registry_clerk=True), at=NOON
        )

    assert CasePaper.objects.get(paper__code=recusal.code).paper == recusal
