"""How institutions stand on a day: lists, grades, points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from institutions.models import AnnualCheck, CreditGrade, Institution, ListEntry
from institutions.rules.standing import most_excellent
from institutions.states import AnnualResult
from policies.queries import values_on


def lists_on(day: date, institution_ids: Iterable[int] | None = None) -> dict[int, str]:
    """By key of institution, the list on which it stands that day: white, key_supervision, black.

    Who stands on none is left out. One statement.
    """
    rows = ListEntry.objects.on(day)
    if institution_ids is not None:
        rows = rows.filter(institution__in=list(institution_ids))
    return dict(rows.values_list("institution_id", "kind"))


def grades_on(day: date, institution_ids: Iterable[int] | None = None) -> dict[int, str]:
    """By key of institution, its credit grade of that day. One statement.

    A grade holds until the next is given; who was never graded is left out.
    """
    rows = CreditGrade.objects.on(day)
    if institution_ids is not None:
        rows = rows.filter(institution__in=list(institution_ids))
    return dict(rows.values_list("institution_id", "grade"))


@dataclass(frozen=True, slots=True)
class Excellence:
    """How many annual checks of a year are excellent, and how many may be; None: no limit."""

    checked: int
    excellent: int
    most: int | None

    @property
    def is_over(self) -> bool:
        return self.most is not None and self.excellent > self.most


def excellence_in(year: int, day: date) -> Excellence:
    """The year's results so far against the county's greatest share of excellent ones."""
    live = AnnualCheck.objects.filter(year=year, voided_at__isnull=True)
    counts = live.aggregate(
        checked=Count("pk"), excellent=Count("pk", filter=Q(result=AnnualResult.EXCELLENT))
    )
    share = values_on(day, ("annual.excellent_share_max",))["annual.excellent_share_max"]
    most = most_excellent(counts["checked"], Decimal(share)) if share else None
    return Excellence(counts["checked"], counts["excellent"], most)


def points_of(institution: Institution, day: date) -> int:
    """The points of the year of ``day`` so far, the base of the county's scheme included."""
    base = values_on(day, ("credit.points",))["credit.points"]["base"]
    return points_in(institution, day.year, base=base)


def points_in(institution: Institution, year: int, *, base: int) -> int:
    """The base and all that was added and taken away in a year."""
    given = institution.credit_points.filter(on__year=year)
    return base + (given.aggregate(all=Sum("delta"))["all"] or 0)
