"""Drafts that a later report outran, and drafts of what was given up."""

from __future__ import annotations

import pytest

from cases import services
from cases.law_errors import DraftOutdated
from cases.models import Case, PriorNotice
from cases.services import what_the_file_lacks
from common.clock import localdate
from common.errors import BadInput
from papers.services import approve_paper
from papers.states import PaperState
from staff.serving.story import card_of
from tests.cases.guarding import change, commit_now, refused_by
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.cases import CLOSING
from tests.factories.serving import handed
from tests.times import DAY, NOON

LATE = scenes.days(30)


def outrun(people) -> PriorNotice:
    """A draft of a notice on a report that another one followed."""
    case = scenes.ended(people)
    notice = scenes.drafted(case, people)
    services.reopen_investigation(case.pk, reason="核对", by=people.lead, at=NOON)
    scenes.end(case, people)
    return notice


def test_a_draft_on_an_older_report_is_not_approved(people):
    notice = outrun(people)

    with pytest.raises(DraftOutdated, match="新的调查终结报告"):
        services.approve_prior_notice(notice.pk, by=people.section, at=NOON)

    notice.refresh_from_db()
    assert (notice.state, notice.papers.get().paper.state) == ("draft", "draft")


def test_by_hand_no_notice_rests_on_an_older_report(people):
    notice = outrun(people)
    told = {"state": "approved", "approved_at": NOON, "approved_by": people.section}

    with refused_by("notice_rests_on_the_last_report"):
        change(notice, **told, issued_on=DAY, penalty_count=1)
        approve_paper(notice.papers.get().paper_id, by=people.section, at=NOON, prints=False)
    last = notice.case.reports.last()
    change(notice, **told, issued_on=DAY, penalty_count=1, report=last)
    approve_paper(notice.papers.get().paper_id, by=people.section, at=NOON, prints=False)
    commit_now()


def test_a_decision_drafted_on_an_older_report_is_not_submitted(people):
    case = scenes.answered(people)
    decision = scenes.drafted_decision(case, people, scenes.penalty(), LATE)
    commit_now()
    services.reopen_investigation(case.pk, reason="核对", by=people.lead, at=LATE)
    scenes.end(Case.objects.get(), people, at=LATE)

    with pytest.raises(DraftOutdated, match="新的调查终结报告"):
        services.submit_decision(decision.pk, opinion="建议", by=people.lead, at=LATE)


def test_a_notice_that_is_given_up_takes_its_drafts_with_it(people):
    notice = scenes.drafted(scenes.ended(people), people, CLOSING)

    services.discard_prior_notice(notice.pk, by=people.lead, at=NOON)

    states = {link.paper.state for link in notice.papers.select_related("paper")}
    assert states == {PaperState.DISCARDED}


def test_a_decision_that_is_given_up_takes_its_drafts_with_it(people):
    case = scenes.answered(people)
    decision = scenes.drafted_decision(case, people, scenes.penalty(), LATE)

    services.discard_decision(decision.pk, by=people.lead, at=LATE)

    states = {link.paper.state for link in decision.papers.select_related("paper")}
    assert states == {PaperState.DISCARDED}


def test_a_draft_that_was_left_of_old_keeps_no_file_open(people):
    case = scenes.answered(people)
    decision = scenes.drafted_decision(case, people, scenes.penalty(), LATE)
    waiting = [one for one in what_the_file_lacks(case, localdate(LATE)) if "决定书》还没有" in one]
    assert waiting

    change(decision, state="discarded")

    lacks = what_the_file_lacks(Case.objects.get(pk=case.pk), localdate(LATE))
    assert [one for one in lacks if "决定书》还没有" in one] == []


def replaced(people) -> PriorNotice:
    """A printed notice that another one took the place of before it was served."""
    case = scenes.ended(people)
    notice = scenes.approved(case, people)
    endings.printed(notice, NOON)
    scenes.approved(Case.objects.get(pk=case.pk), people, facts="另查明的事实")
    notice.refresh_from_db()
    assert notice.state == "superseded"
    return notice


def test_a_replaced_notice_offers_no_service(people):
    paper = replaced(people).papers.get().paper

    card = card_of(paper, people.lead, DAY)

    assert [button.label for button in (card.buttons if card else [])] == []


def test_a_replaced_notice_is_not_served(people):
    notice = replaced(people)

    with pytest.raises(BadInput, match="已被重新告知代替"):
        services.serve_case_papers(
            notice.case_id, [notice.papers.get().paper_id], handed(), by=people.lead, at=NOON
        )
