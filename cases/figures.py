"""Figures about cases for the heads and for supervision: reads only, a few queries each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet

from accounts.models import User
from cases.models import Case, CaseDeadline, Decision, Publication
from cases.states import CaseState, PenaltyKind

AGES = ((30, "30日以内"), (60, "31至60日"), (90, "61至90日"))
_OLDER = "90日以上"


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many cases stand in one state, the oldest filed on which day."""

    state: str
    label: str
    count: int
    oldest_on: date | None


@dataclass(frozen=True, slots=True)
class OverdueOwner:
    """One person's overdue deadlines; ``name`` empty: nobody owns them."""

    name: str
    count: int
    since: date


@dataclass(frozen=True, slots=True)
class Deviation:
    """A fine outside its range, with the reason and who agreed."""

    number: str
    decided_on: date
    fine_fen: int
    least_fen: int
    most_fen: int
    reason: str
    approved_by: str


def by_stage(user: User) -> list[StageCount]:
    """Cases by state, in the order of their life; states without a case are left out."""
    rows = Case.objects.visible_to(user).order_by().values("state")
    found = {row["state"]: row for row in rows.annotate(count=Count("pk"), oldest=Min("filed_on"))}
    return [
        StageCount(state, str(state.label), found[state]["count"], found[state]["oldest"])
        for state in CaseState
        if state in found
    ]


def by_age(user: User, as_of: date) -> dict[str, int]:
    """Filed cases without a decision, by days since the filing."""
    counts = dict.fromkeys((*(label for _, label in AGES), _OLDER), 0)
    cases = Case.objects.visible_to(user).in_procedure()
    for filed_on in cases.values_list("filed_on", flat=True):
        if filed_on is None:
            continue
        days = (as_of - filed_on).days
        counts[next((label for most, label in AGES if days <= most), _OLDER)] += 1
    return counts


def overdue_by_owner(as_of: date) -> list[OverdueOwner]:
    """Whose deadlines of cases are overdue, the most first."""
    rows = (
        CaseDeadline.objects.filter(deadline__state="running", deadline__due_on__lt=as_of)
        .order_by()
        .values("deadline__owner__full_name")
        .annotate(count=Count("pk"), since=Min("deadline__due_on"))
    )
    found = [
        OverdueOwner(row["deadline__owner__full_name"] or "", row["count"], row["since"])
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.count, one.name))


def deviations(year: int) -> list[Deviation]:
    """Fines decided outside their benchmark in a year."""
    rows = Decision.objects.made().filter(deviates=True, decided_on__year=year)
    found = []
    for one in rows.select_related("case", "deviation_approved_by").order_by("decided_on", "pk"):
        fine = one.penalties.filter(kind=PenaltyKind.P3).first()
        assert one.decided_on is not None
        found.append(
            Deviation(
                number=one.case.number or "",
                decided_on=one.decided_on,
                fine_fen=(fine.amount_fen or 0) if fine else 0,
                least_fen=one.fine_min_fen or 0,
                most_fen=one.fine_max_fen or 0,
                reason=one.deviation_reason,
                approved_by=str(one.deviation_approved_by or ""),
            )
        )
    return found


def shown_publications() -> QuerySet[Publication]:
    """What is shown to the public now, the first to be taken down on top."""
    return (
        Publication.objects.shown()
        .select_related("decision__case__party")
        .order_by("remove_on", "pk")
    )
