"""What is registered of many institutions on a day, read in a few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from institutions.models import (
    Care,
    Course,
    HiringCheck,
    Institution,
    Material,
    Price,
    StaffMember,
    Venue,
)
from institutions.rules.remarks import Facts


def facts_of(institutions: Sequence[Institution], day: date, needs: Iterable[str]) -> list[Facts]:
    """The facts of these institutions; one statement for each of ``needs`` (see ``_READ``)."""
    keys = [one.pk for one in institutions]
    read = {need: _READ[need](keys, day) for need in set(needs)}
    return [
        Facts(
            institution=one,
            day=day,
            **{need: rows[one.pk] for need, rows in read.items() if one.pk in rows},
        )
        for one in institutions
    ]


def _grouped(rows: Iterable[Any]) -> dict[int, Any]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.institution_id].append(row)
    return groups


def _staff(keys: list[int], day: date) -> dict[int, Any]:
    return _grouped(StaffMember.objects.on(day).filter(institution__in=keys))


def _checks(keys: list[int], day: date) -> dict[int, Any]:
    """For each institution, the checks of each of its people."""
    checks = HiringCheck.objects.filter(member__institution__in=keys, asked_on__lte=day)
    groups: dict[int, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for check in checks.select_related("member"):
        groups[check.member.institution_id][check.member_id].append(check)
    return dict(groups)


def _venue(keys: list[int], day: date) -> dict[int, Any]:
    rows = Venue.objects.on(day).filter(site__institution__in=keys, site__valid_until__isnull=True)
    return {row.site.institution_id: row for row in rows.select_related("site")}


def _care(keys: list[int], day: date) -> dict[int, Any]:
    return {row.institution_id: row for row in Care.objects.on(day).filter(institution__in=keys)}


def _courses(keys: list[int], day: date) -> dict[int, Any]:
    return _grouped(Course.objects.on(day).filter(institution__in=keys))


def _materials(keys: list[int], _: date) -> dict[int, Any]:
    return _grouped(Material.objects.current().filter(institution__in=keys))


def _prices(keys: list[int], _: date) -> dict[int, Any]:
    return _grouped(Price.objects.current().filter(institution__in=keys))


_READ: dict[str, Callable[[list[int], date], dict[int, Any]]] = {
    "staff": _staff,
    "checks": _checks,
    "venue": _venue,
    "care": _care,
    "courses": _courses,
    "materials": _materials,
    "prices": _prices,
}
