"""How far each target of a campaign has come, and the figures day by day, by department, by town."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import TextChoices

from common.clock import localdate
from enforcement.models import Notice, NoticeQuerySet
from enforcement.states import BEFORE_APPROVAL, TAKEN_BACK, NoticeState
from inspections.models import Campaign, Finding, ListedProblem, Visit, VisitOfficer
from inspections.states import FindingKind, ListedState, TargetOutcome
from institutions.models import Site
from reports.towns import town_of


class Step(TextChoices):
    """How far one target has come; a target stands at the furthest."""

    UNVISITED = "unvisited", "未检查"
    CLEAN = "clean", "已检查，未发现问题"
    FOUND = "found", "发现问题，待处理"
    ORDERED = "ordered", "已下达文书"
    SETTLED = "settled", "已办结"


@dataclass(frozen=True, slots=True)
class Target:
    """One institution of the list with its place and how far it has come."""

    institution_id: int
    name: str
    group: str
    town: str
    address: str
    point: tuple[float, float] | None
    step: Step


def targets_with_steps(campaign: Campaign) -> list[Target]:
    """Every target of the campaign. Six queries, however many targets."""
    rows = list(campaign.targets.select_related("institution").order_by("pk"))
    sites = {
        site.institution_id: site
        for site in Site.objects.current().filter(
            institution__in=[row.institution_id for row in rows]
        )
    }
    steps = _steps(campaign)
    found = []
    for row in rows:
        site = sites.get(row.institution_id)
        address = site.address if site else ""
        settled = row.outcome == TargetOutcome.REREGISTERED_NONPROFIT
        found.append(
            Target(
                row.institution_id,
                row.institution.name,
                row.group,
                town_of(address),
                address,
                (site.point.x, site.point.y) if site and site.point else None,
                Step.SETTLED if settled else steps.get(row.institution_id, Step.UNVISITED),
            )
        )
    return found


def _steps(campaign: Campaign) -> dict[int, Step]:
    """By institution; what is further overwrites what is less far."""
    visits = Visit.objects.filter(campaign=campaign).took_place()
    own = Finding.objects.filter(visit__in=visits, kind=FindingKind.OWN)
    papers = _standing(campaign)
    open_ones = set(
        papers.exclude(state=NoticeState.CLOSED).values_list("institution_id", flat=True)
    )
    steps = dict.fromkeys(visits.values_list("institution_id", flat=True), Step.CLEAN)
    steps |= dict.fromkeys(own.values_list("visit__institution_id", flat=True), Step.FOUND)
    for where in set(papers.values_list("institution_id", flat=True)):
        steps[where] = Step.ORDERED if where in open_ones else Step.SETTLED
    return steps


def _standing(campaign: Campaign) -> NoticeQuerySet:
    orders = Notice.objects.of_campaign(campaign).orders()
    return orders.exclude(state__in=(*BEFORE_APPROVAL, *TAKEN_BACK))


def as_geojson(targets: Iterable[Target]) -> str:
    """The located targets as one FeatureCollection in WGS 84, for the map that fills up."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": list(target.point)},
            "properties": {
                "id": target.institution_id,
                "name": target.name,
                "step": target.step.value,
                "says": str(target.step.label),
                "address": target.address,
            },
        }
        for target in targets
        if target.point is not None
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


@dataclass(slots=True)
class TownRow:
    """A town's targets, by how far they have come."""

    town: str
    steps: Counter[str] = field(default_factory=Counter)

    @property
    def targets(self) -> int:
        return sum(self.steps.values())

    @property
    def visited(self) -> int:
        return self.targets - self.steps[Step.UNVISITED]

    @property
    def with_findings(self) -> int:
        return self.visited - self.steps[Step.CLEAN]

    @property
    def settled(self) -> int:
        return self.steps[Step.SETTLED]

    @property
    def percent(self) -> int:
        return 100 * self.visited // self.targets if self.targets else 0


def by_town(targets: Iterable[Target]) -> list[TownRow]:
    """One row per town, the least visited first."""
    rows: dict[str, TownRow] = {}
    for target in targets:
        row = rows.setdefault(target.town, TownRow(target.town))
        row.steps[target.step] += 1
    return sorted(rows.values(), key=lambda row: (row.percent, -row.targets, row.town))


@dataclass(slots=True)
class DayRow:
    """What was done on one day of the campaign."""

    day: date
    visits: int = 0
    first_visits: int = 0
    findings: int = 0
    notices: int = 0
    settled: int = 0
    listed: int = 0
    struck_off: int = 0


def by_day(campaign: Campaign, as_of: date) -> list[DayRow]:
    """One row per day from the campaign's first to ``as_of`` or its last act, the newest first.

    Days on which nothing was done are left out, but for ``as_of`` itself while it runs.
    """
    rows: dict[date, DayRow] = defaultdict(lambda: DayRow(date.min))
    seen: set[int] = set()
    visits = Visit.objects.filter(campaign=campaign).took_place().order_by("starts_at", "pk")
    days = {}
    for key, where, starts_at in visits.values_list("pk", "institution_id", "starts_at"):
        row = rows[_day(starts_at)]
        row.visits += 1
        row.first_visits += where not in seen
        seen.add(where)
        days[key] = _day(starts_at)
    for visit_id in Finding.objects.filter(visit__in=visits, kind=FindingKind.OWN).values_list(
        "visit_id", flat=True
    ):
        rows[days[visit_id]].findings += 1
    for approved_at, closed_at in _standing(campaign).values_list("approved_at", "closed_at"):
        rows[_day(approved_at)].notices += 1
        if closed_at is not None:
            rows[_day(closed_at)].settled += 1
    _add_listed(campaign, rows)
    if campaign.starts_on <= as_of <= campaign.ends_on:
        rows[as_of].visits += 0
    for day, row in rows.items():
        row.day = day
    return sorted(rows.values(), key=lambda row: row.day, reverse=True)


def _day(moment: datetime | None) -> date:
    assert moment is not None  # constraints: what took place or ended has its moment
    return localdate(moment)


def _add_listed(campaign: Campaign, rows: dict[date, DayRow]) -> None:
    listed = ListedProblem.objects.filter(campaign=campaign)
    for listed_at, ended_at, state in listed.values_list("listed_at", "ended_at", "state"):
        rows[_day(listed_at)].listed += 1
        if state == ListedState.STRUCK_OFF:
            rows[_day(ended_at)].struck_off += 1


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """What one department did in the campaign, in all and on one day."""

    name: str
    visits: int
    visits_that_day: int
    people: int
    institutions: int
    listed_open: int
    listed_struck_off: int


def by_department(campaign: Campaign, day: date) -> list[DepartmentRow]:
    """One row per department that takes part, the lead first. A joint visit counts for each."""
    visits = Visit.objects.filter(campaign=campaign).took_place()
    seats = VisitOfficer.objects.filter(visit__in=visits).values_list(
        "department_id", "visit_id", "user_id", "visit__institution_id", "visit__starts_at"
    )
    went: dict[int, list[tuple[int, int, int, date]]] = defaultdict(list)
    for department_id, visit_id, user_id, where, starts_at in seats:
        went[department_id].append((visit_id, user_id, where, _day(starts_at)))
    listed = Counter(campaign.listed_problems.values_list("department_id", "state"))
    rows = []
    for department in campaign.departments.all():
        mine = went[department.pk]
        rows.append(
            DepartmentRow(
                department.name,
                visits=len({row[0] for row in mine}),
                visits_that_day=len({row[0] for row in mine if row[3] == day}),
                people=len({row[1] for row in mine}),
                institutions=len({row[2] for row in mine}),
                listed_open=listed[department.pk, ListedState.OPEN],
                listed_struck_off=listed[department.pk, ListedState.STRUCK_OFF],
            )
        )
    return rows
