"""What the page of one case shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission as P
from cases.models import Case, CaseTransfer
from cases.queries import cases_of, papers_of, timeline
from cases.states import IN_PROCEDURE
from common.clock import localdate
from common.errors import NotFound
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from staff.cases.acts import offers_of
from staff.cases.entries import Section
from staff.cases.register import ACTS
from staff.cases.sections import SECTIONS
from staff.cases.stages import next_of, stages_of


def get_case(case_id: int, *, user: User) -> Case:
    """A case that this person may see, with its party. Raises NotFound."""
    case = cases_of(user).filter(pk=case_id).select_related("party", "clue__finding").first()
    if case is None:
        raise NotFound(what="这件案件")
    return case


def facts_of(case: Case, user: User, now: datetime) -> dict[str, Any]:
    """Stages, the next step, the cards, deadlines, papers and the timeline."""
    today, offers = localdate(now), offers_of(ACTS, case, user)
    made = [section_of(case, user, offers) for section_of in SECTIONS]
    shown = [one for one in made if one is not None and (one.entries or one.buttons)]
    return {
        "case": case,
        "today": today,
        "stages": stages_of(case),
        "next": next_of(case, today),
        "main": offers.main,
        "sections": sorted(shown, key=lambda one: not _has_main(one)),
        "deadlines": deadlines_of(case),
        "papers": papers_of(case),
        "paper_buttons": offers.of("papers"),
        "timeline": timeline(case)[::-1],
        "transfers": [link.transfer for link in transfers_of_case(case)],
        "may_transfer": user.has(P.CASE_HANDLE) and case.state in IN_PROCEDURE,
        "finding": case.clue.finding if case.clue else None,
    }


def transfers_of_case(case: Case) -> QuerySet[CaseTransfer]:
    """What was proposed from a case to other bodies."""
    return case.transfers.select_related("transfer__institution")


def _has_main(section: Section) -> bool:
    """The step that the page puts first stands in this card, so the card comes first."""
    buttons = [*section.buttons, *(one for entry in section.entries for one in entry.buttons)]
    return any(button.look == "primary" for button in buttons)


def deadlines_of(case: Case) -> list[tuple[str, Deadline]]:
    """What each deadline is for, the open ones first, the nearest on top."""
    links = case.deadlines.select_related("deadline")
    is_open = (DeadlineState.RUNNING, DeadlineState.PAUSED)
    rows = [(link.get_role_display(), link.deadline) for link in links]
    return sorted(rows, key=lambda row: (row[1].state not in is_open, row[1].due_on, row[1].pk))
