"""What came out of the visits of a draw, once the rule makes it public: a label, no person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from common.clock import localdate
from draws.models import Draw, DrawnVisit
from draws.states import DrawnOutcome, DrawState
from inspections.models import Finding, Visit
from inspections.states import VisitState
from policies.queries import due_after, parameter

PUBLISH = "draw.publish"


def outcomes_of(draw: Draw, as_of: date) -> dict[int, DrawnOutcome]:
    """By key of the drawn visit: what is public of a published draw on that day.

    An outcome is public when a second person confirmed the record and the county's period for
    results of random inspections, counted from the confirmation, is over; until then the record
    may still be set right. Two statements, and three for the calendar and the period.
    Source: 国发〔2019〕5号 (results are published within 20 working days).
    """
    if draw.state != DrawState.PUBLISHED:
        return {}
    visits = _confirmed(draw)
    days = {row.pk: localdate(row.confirmed_at) for row in visits.values() if row.confirmed_at}
    due = {day: due_after(day, **parameter(PUBLISH, day)).due_on for day in set(days.values())}
    told = {key: row for key, row in visits.items() if due[days[row.pk]] <= as_of}
    found = _standing(row.pk for row in told.values())
    return {key: _outcome(found.get(row.pk)) for key, row in told.items()}


def _confirmed(draw: Draw) -> dict[int, Visit]:
    """The confirmed visits by key of what was drawn; one that was merged tells it for both."""
    rows = DrawnVisit.objects.filter(
        draw=draw, cause__plan__visit__state=VisitState.CONFIRMED
    ).select_related("cause__plan__visit")
    return {row.pk: row.cause.plan.visit for row in rows}


def _standing(visits: Iterable[int]) -> dict[int, bool]:
    """By visit with a finding that was not dropped: whether all were put right on the spot."""
    rows = Finding.objects.standing().filter(visit__in=list(visits))
    found: dict[int, bool] = {}
    for visit, corrected in rows.values_list("visit", "review__is_corrected_on_site"):
        found[visit] = found.get(visit, True) and bool(corrected)
    return found


def _outcome(all_corrected: bool | None) -> DrawnOutcome:
    if all_corrected is None:
        return DrawnOutcome.CLEAN
    return DrawnOutcome.CORRECTED if all_corrected else DrawnOutcome.FOUND
