"""The list that a draw is made from, as one text: who can be drawn, with what weight, by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from accounts.models import Department, User
from accounts.permissions import Permission
from accounts.queries import certified_officers_on, lead_department
from common.clock import CHINA
from draws import rules
from draws.counting import visits_in_year
from draws.errors import WeightsBroken
from draws.models import Draw, Recusal
from draws.states import POOL_STATES, SeedKind
from inspections.models import VisitOfficer
from inspections.states import VisitState
from institutions.models import Institution
from institutions.queries import grades_on
from policies.queries import parameter
from tenants.current import county

FORMAT = "yujian-draw-1"
YEAR_CAP = "visit.year_cap"
LOAD_DAYS = 90
"""How many days before the first visit count as an officer's present load."""

KIND_WEIGHTS, GRADE_WEIGHTS = "draw.kind_weights", "draw.grade_weights"
UNGRADED = "none"


def list_of(draw: Draw) -> dict[str, Any]:
    """Everything that decides the draw but the seed, in JSON values."""
    officers = officers_of(draw)
    institutions, left_out = _institutions(draw)
    return {
        "format": FORMAT,
        "county": county().code,
        "draw": {"key": draw.pk, "title": draw.title},
        "visits": [draw.visits_from.isoformat(), draw.visits_until.isoformat()],
        "wanted": draw.wanted,
        "institutions": institutions,
        "left_out": left_out,
        "seats": seats_of(draw),
        "officers": officers,
        "recusals": _recusals(officers, institutions),
        "seed": _seed_source(draw),
    }


def departments_of(draw: Draw) -> list[Department]:
    """Education first, then the partners."""
    return [lead_department(), *(link.department for link in draw.partners.all())]


def seats_of(draw: Draw) -> list[list[str]]:
    """For each officer of a visit, the departments that he or she may come from."""
    lead, *partners = departments_of(draw)
    return [[lead.code]] * draw.own_officers + [[partner.code] for partner in partners]


def officers_of(draw: Draw) -> list[dict[str, Any]]:
    """Who may be drawn: certified for all the days of the visits, may record, of a department."""
    departments = {one.pk: one.code for one in departments_of(draw)}
    at_the_end = {person.pk for person in certified_officers_on(draw.visits_until)}
    people = [
        person
        for person in certified_officers_on(draw.visits_from)
        if person.pk in at_the_end
        and person.department_id in departments
        and person.has(Permission.VISIT_RECORD)
    ]
    load = _load(draw, people)
    return [
        {
            "key": person.pk,
            "name": person.full_name,
            "department": departments[person.department_id or 0],
            "load": load[person.pk],
        }
        for person in sorted(people, key=lambda person: person.pk)
    ]


def _load(draw: Draw, people: Iterable[User]) -> Counter[int]:
    """Visits that each of them has, from some days before the draw's visits to their end."""
    since = draw.visits_from - timedelta(days=LOAD_DAYS)
    seats = VisitOfficer.objects.filter(
        user__in=people, visit__planned_on__range=(since, draw.visits_until)
    ).exclude(visit__state=VisitState.CANCELLED)
    return Counter(seats.values_list("user_id", flat=True))


def _institutions(draw: Draw) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Who can be drawn, each with its weight; and who was left out, since the year's cap is full."""
    rows = Institution.objects.filter(kind__in=draw.kinds, state__in=POOL_STATES).order_by("pk")
    found: list[dict[str, Any]] = [
        {"key": key, "name": name, "kind": kind}
        for key, name, kind in rows.values_list("pk", "name", "kind").iterator()
    ]
    keys = [one["key"] for one in found]
    count = visits_in_year(keys, draw.visits_from.year)
    cap = parameter(YEAR_CAP, draw.visits_from)
    left_out = [
        {"key": one["key"], "name": one["name"], "visits": count[one["key"]], "cap": cap}
        for one in found
        if count[one["key"]] >= cap
    ]
    pool = [one for one in found if count[one["key"]] < cap]
    grades = grades_on(draw.visits_from, [one["key"] for one in pool])
    kinds, by_grade = _weights(KIND_WEIGHTS, draw), _weights(GRADE_WEIGHTS, draw)
    for one in pool:
        one["grade"] = grades.get(one["key"], UNGRADED)
        one["weight"] = _weight(kinds, one["kind"], KIND_WEIGHTS) * _weight(
            by_grade, one["grade"], GRADE_WEIGHTS
        )
    return pool, left_out


def _weights(key: str, draw: Draw) -> Mapping[str, Any]:
    held: Mapping[str, Any] = parameter(key, draw.visits_from)
    return held


def _weight(weights: Mapping[str, Any], name: str, key: str) -> int:
    weight = weights.get(name)
    if not isinstance(weight, int) or weight < 1:
        raise WeightsBroken(key=key, name=name)
    return weight


def _recusals(
    officers: list[dict[str, Any]], institutions: list[dict[str, Any]]
) -> list[list[int]]:
    listed = {one["key"] for one in institutions}
    standing = Recusal.objects.standing().filter(officer__in=[one["key"] for one in officers])
    pairs = standing.values_list("officer_id", "institution_id")
    return [list(pair) for pair in sorted(pairs) if pair[1] in listed]


def _seed_source(draw: Draw) -> dict[str, Any]:
    if draw.seed_kind == SeedKind.COMMITMENTS:
        digests = draw.commitments.order_by("pk").values_list("digest", flat=True)
        return {"kind": draw.seed_kind, "digests": list(digests)}
    assert draw.seed_after is not None, "a source outside has its moment"
    after = draw.seed_after.astimezone(CHINA).isoformat(timespec="minutes")
    if draw.seed_kind == SeedKind.LOTTERY:
        return {"kind": draw.seed_kind, "name": draw.seed_source, "after": after}
    round_no = beacon_round_of(draw)
    return {"kind": draw.seed_kind, "chain": rules.BEACON, "round": round_no, "after": after}


def beacon_round_of(draw: Draw) -> int:
    """The first round of the beacon after the draw's moment."""
    assert draw.seed_after is not None, "a source outside has its moment"
    return rules.beacon_round_at(int(draw.seed_after.timestamp()))
