"""Reads about cases for pages, lists and statistics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from cases.models import (
    Case,
    CaseDeadline,
    CaseOfficer,
    CasePaper,
    Hearing,
    OtherFine,
    Party,
    PriorNotice,
    SpotPenalty,
)
from cases.models.cases import CaseQuerySet
from cases.states import CaseState, HearingState, NoticeState
from deadlines.models import Deadline
from serving.demands import party_key


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of what happened in a case."""

    no: int
    on: date
    text: str
    action: str
    state: str
    by: str
    officers: tuple[str, ...]


def cases_of(user: User) -> CaseQuerySet:
    """The county's cases that a person may see, with their parties; the newest first."""
    return Case.objects.visible_to(user).select_related("party")


def handled_by(user: User) -> QuerySet[Case]:
    """Open cases that a person handles now."""
    mine = CaseOfficer.objects.standing().filter(user=user).values("case_id")
    return cases_of(user).open().filter(pk__in=mine)


def timeline(case: Case) -> list[TimelineEntry]:
    """Everything that happened, in its order, with the officers of each step. Three queries."""
    steps = case.steps.select_related("recorded_by").prefetch_related(
        "step_officers__officer__user"
    )
    return [
        TimelineEntry(
            no=step.no,
            on=step.happened_on,
            text=step.text,
            action=step.action,
            state=step.get_target_display(),
            by=step.recorded_by.full_name if step.recorded_by else "系统",
            officers=tuple(str(one.officer) for one in step.step_officers.all()),
        )
        for step in steps
    ]


def open_deadlines(case: Case) -> QuerySet[Deadline]:
    """What still runs in a case, the nearest first."""
    links = CaseDeadline.objects.filter(case=case).values("deadline_id")
    return Deadline.objects.open().filter(pk__in=links).order_by("due_on", "pk")


def papers_of(case: Case) -> QuerySet[CasePaper]:
    """The papers of a case in the order in which they were begun."""
    return CasePaper.objects.filter(case=case).select_related("paper").order_by("pk")


def standing_notice(case: Case) -> PriorNotice | None:
    """The prior notice that a decision would rest on; None while there is none."""
    found: PriorNotice | None = case.prior_notices.standing().first()
    return found


def open_hearing(case: Case) -> Hearing | None:
    """A hearing that was asked for and is neither held nor ended."""
    waiting = (HearingState.REQUESTED, HearingState.CALLED)
    notices = case.prior_notices.filter(state=NoticeState.SERVED)
    return Hearing.objects.filter(notice__in=notices, state__in=waiting).first()


def other_fines(case: Case) -> list[OtherFine]:
    """Fines of other departments for this party, of this case and of its other cases (guard 6).

    What was entered in another case of the same institution or credit code is shown too, so
    that nobody can say it was not known.
    """
    party = case.party
    fines = OtherFine.objects.select_related("case__party")
    own = list(fines.filter(case=case))
    if party is None or not (party.institution_id or party.credit_code):
        return own
    elsewhere = fines.exclude(case=case)
    if party.institution_id:
        elsewhere = elsewhere.filter(case__party__institution=party.institution_id)
    else:
        elsewhere = elsewhere.filter(case__party__credit_code=party.credit_code)
    return [*own, *elsewhere]


def waiting_for_head(user: User) -> QuerySet[Case]:
    """Checked clues whose filing waits for the head of the bureau."""
    return cases_of(user).filter(state=CaseState.CHECKED)


def spot_penalties(user: User) -> QuerySet[SpotPenalty]:
    """Penalties on the spot that a person may see, the newest first."""
    return SpotPenalty.objects.visible_to(user).select_related("party", "violation")


def address_key(party: Party) -> str:
    """By what the confirmed addresses of a party are found, in this case and in others."""
    return party_key(party.name, credit_code=party.credit_code, born_on=party.born_on)
