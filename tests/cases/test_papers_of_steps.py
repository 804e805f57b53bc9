"""What a paper of a notice, a decision or a penalty on the spot says, no other paper changes."""

from __future__ import annotations

import pytest

from cases.models import CasePaper
from papers.services import approve_paper, draft_paper, issue_paper
from papers.states import PaperState
from serving.errors import PaperHeld
from serving.services import void_unserved_paper
from tests.cases.guarding import refused_by
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.cases import FINE

LATE = scenes.days(30)


@pytest.mark.parametrize("code", ["D29", "D36"])
def test_a_standing_step_is_not_said_anew_by_a_paper_alone(people, code):
    decision = scenes.decided(people, FINE)
    row = decision if code == "D36" else decision.notice
    old = row.papers.get(paper__code=code).paper
    facts = {**old.facts, "fine_fen": 9_000_000} if code == "D36" else old.facts
    by = people.head if code == "D36" else people.section

    with refused_by("paper_of_a_step_is_not_replaced"):
        issue_paper(
            code, facts, about="x", by=by, at=LATE, supersedes=old, inside="case", prints=False
        )

    old.refresh_from_db()
    assert old.state != PaperState.SUPERSEDED


def test_a_penalty_on_the_spot_keeps_a_paper(people):
    paper = endings.put_in_print(scenes.spot(people).papers.get().paper, LATE)

    with pytest.raises(PaperHeld, match="不能单独作废"):
        void_unserved_paper(paper.pk, reason="有误", by=people.lead, at=LATE)

    paper.refresh_from_db()
    assert paper.state == PaperState.PRINTED


def test_the_paper_of_a_penalty_on_the_spot_may_be_put_right(people):
    old = endings.put_in_print(scenes.spot(people).papers.get().paper, LATE)

    link = CasePaper.objects.get(paper=old)
    new = draft_paper(
        "D38", old.facts, about="x", by=people.lead, at=LATE, supersedes=old, inside="case"
    )
    CasePaper.objects.create(spot=link.spot, paper=new, role=link.role)
    approve_paper(new.pk, by=people.lead, at=LATE, prints=False)

    old.refresh_from_db()
    assert old.state == PaperState.SUPERSEDED
