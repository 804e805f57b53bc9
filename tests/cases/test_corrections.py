"""A slip on the paper of a decision is put right (补正); what was decided stays."""

from __future__ import annotations

import pytest
from django.db import connection

from cases import services
from cases.errors import NotYourCase, PaperDisagrees, PaperWithItsStep, SamePerson
from cases.models import Case, CasePaper, Decision
from cases.services import _papers
from common.clock import localdate
from common.errors import NotAllowed
from papers.models import OfficialPaper
from papers.services import approve_paper, change_draft
from tests.cases.guarding import change, commit_now, refused_by
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory
from tests.factories.serving import handed

LATE, LATER = scenes.days(30), scenes.days(40)


def paper_of(decision: Decision, code: str = "D36") -> OfficialPaper:
    return decision.papers.get(paper__code=code, paper__supersedes=None).paper


def begun(decision: Decision, people, code: str = "D36", **facts) -> OfficialPaper:
    """A correction drafted by the officers, with other facts where a slip was."""
    old = paper_of(decision, code)
    new = services.replace_any_paper(old.pk, reason="银行账号有误", by=people.lead, at=LATER)
    held = services.facts_from_case(new, localdate(LATER))
    told = held.filled({**new.facts, **facts})
    return services.change_any_paper(new.pk, told, by=people.lead, at=LATER)


def corrected(decision: Decision, people, code: str = "D36", **facts) -> OfficialPaper:
    new = begun(decision, people, code, **facts)
    return services.approve_any_paper(new.pk, by=people.head, at=LATER)


def test_a_slip_is_put_right_by_a_paper_that_names_the_old_one(people):
    decision = scenes.decided(people)
    old = paper_of(decision)

    new = corrected(decision, people, account_no="43001")
    commit_now()

    old.refresh_from_db()
    link = CasePaper.objects.get(paper=new)
    assert (old.state, link.decision, link.role) == ("superseded", decision, "decision")
    assert new.view["replaces"].startswith("因银行账号有误，对本机关2021年12月10日制发的")
    assert "决定的内容不变" in new.view["replaces"]
    assert (new.facts["account_no"], new.facts["facts"]) == ("43001", old.facts["facts"])


@pytest.mark.parametrize(("code", "slip"), [("D37", "online_channel"), ("D39", "consult")])
def test_the_other_papers_of_a_decision_as_well(people, code, slip):
    if code == "D39":
        decision = scenes.decided(people)
    else:
        case = scenes.ended(people)
        decision = scenes.endorsed(case, people, scenes.mercy(), LATE)
        services.approve_decision(decision.pk, opinion="同意", by=people.head, at=LATE)

    new = corrected(decision, people, code, **{slip: "更正后"})
    commit_now()

    assert new.facts[slip] == "更正后"


@pytest.mark.parametrize("facts", [{"fine_fen": 1}, {"performance": "改"}, {"cause": "改"}])
def test_what_was_decided_is_not_said_otherwise(people, facts):
    decision = scenes.decided(people)
    new = begun(decision, people)

    with pytest.raises(PaperDisagrees):
        services.change_any_paper(new.pk, {**new.facts, **facts}, by=people.lead, at=LATER)
    change_draft(new.pk, {**new.facts, **facts}, by=people.lead, at=LATER)
    with pytest.raises(PaperDisagrees):
        services.approve_any_paper(new.pk, by=people.head, at=LATER)

    assert OfficialPaper.objects.get(pk=new.pk).is_draft


def test_who_begins_and_who_approves(people):
    decision = scenes.decided(people)
    old = paper_of(decision)
    stranger = UserFactory(inspector=True, certificate=True)
    with pytest.raises(NotYourCase):
        services.replace_any_paper(old.pk, reason="有误", by=stranger, at=LATER)

    new = begun(decision, people, account_no="43001")
    for who, refusal in ((people.lead, NotAllowed), (people.section, NotAllowed)):
        with pytest.raises(refusal):
            services.approve_any_paper(new.pk, by=who, at=LATER)
    change(new, drafted_by=people.head)
    with pytest.raises(SamePerson):
        services.approve_any_paper(new.pk, by=people.head, at=LATER)


def test_a_draft_is_no_decision_to_correct(people):
    case = scenes.answered(people)
    decision = scenes.drafted_decision(case, people, scenes.penalty(), LATE)

    with pytest.raises(PaperWithItsStep):
        services.replace_any_paper(paper_of(decision).pk, reason="有误", by=people.lead, at=LATE)


@pytest.mark.parametrize("facts", [{"performance": "改"}, {"cause": "改"}, {"basis": []}])
def test_by_hand_a_correction_changes_nothing_that_was_decided(people, facts):
    new = begun(scenes.decided(people), people)
    change(new, facts={**new.facts, **facts})

    with refused_by("correction_changes_nothing_that_was_decided"):
        _approve_by_hand(new, people)


def _approve_by_hand(paper: OfficialPaper, people, by=None) -> None:
    """Past the verbs of the case: the form may lack facts, the database alone answers."""
    form = dict(paper_of(CasePaper.objects.get(paper=paper).decision).payload)
    facts = OfficialPaper.objects.get(pk=paper.pk).facts
    change(
        paper, state="approved", approved_at=LATER, approved_by=by or people.head,
        dated_on=localdate(LATER), payload={**form, "facts": facts}, token=f"t{paper.pk}",
        number=None, number_class="", year=None, serial=None,
    )  # fmt: skip


def test_by_hand_an_officer_does_not_approve_a_correction(people):
    new = begun(scenes.decided(people), people)

    with refused_by("correction_is_approved_by_another"):
        _approve_by_hand(new, people, by=people.lead)


def test_by_hand_no_paper_of_another_decision_takes_its_place(people):
    decision, other = scenes.decided(people), scenes.decided(people)
    new = begun(decision, people)
    change(new, supersedes=paper_of(other))

    with refused_by("paper_of_a_step_is_not_replaced"):
        approve_paper(new.pk, by=people.head, at=LATER, prints=False)


def test_by_hand_a_second_paper_that_corrects_none_is_refused(people):
    new = begun(scenes.decided(people), people)
    change(new, supersedes=None)

    with refused_by("paper_is_approved_with_what_it_says"):
        approve_paper(new.pk, by=people.head, at=LATER, prints=False)


def test_a_correction_that_is_served_later_starts_no_period_anew(people):
    case = endings.handed_over(people)
    commit_now()
    decision = case.decisions.get()
    running = list(case.deadlines.values_list("deadline_id", flat=True))
    new = endings.put_in_print(corrected(decision, people, account_no="43001"), LATER)

    served = handed(delivered_on=localdate(LATER))
    services.serve_case_papers(case.pk, [new.pk], served, by=people.lead, at=LATER)
    commit_now()

    assert list(case.deadlines.values_list("deadline_id", flat=True)) == running
    assert "送达《行政处罚决定书》" in case.steps.last().text


def test_a_decision_corrected_before_its_service_is_served_by_its_correction(people):
    decision = scenes.decided(people)
    endings.printed(decision, LATE)
    new = endings.put_in_print(corrected(decision, people, account_no="43001"), LATER)
    keys = [new.pk, paper_of(decision, "D39").pk]

    served = handed(delivered_on=localdate(LATER))
    services.serve_case_papers(decision.case_id, keys, served, by=people.lead, at=LATER)
    commit_now()

    assert Case.objects.get().state == "served"


def test_the_database_keeps_what_the_verb_keeps(people):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosrc FROM pg_proc WHERE proname = %s"
            " AND pronamespace = current_schema()::regnamespace",
            ["correction_changes_nothing_that_was_decided"],
        )
        body = str(cursor.fetchone()[0])

    for key in (*_papers.BINDING, *_papers.DECIDED):
        assert f"'{key}'" in body
