"""Reads of campaigns, checklists and visits for pages, notices and reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.permissions import Permission
from assignments.models import AssignmentFile
from assignments.states import FileRole
from common.clock import at_time, chinese_date
from common.errors import NotFound
from inspections.errors import NoChecklist
from inspections.models import (
    Campaign,
    CampaignTarget,
    Checklist,
    ChecklistItem,
    Finding,
    ListedProblem,
    ListedProblemQuerySet,
    Photo,
    Visit,
)
from inspections.models._sight import own_department, sees_county
from inspections.models.campaigns import CampaignQuerySet
from inspections.models.findings import FindingQuerySet
from inspections.models.visits import VisitQuerySet
from institutions.models import Institution
from institutions.queries import PlaceQuestion, sites_by_key, unanswered
from institutions.states import InstitutionKind, PlaceQuestionKind
from policies.models import RoutedMatter, Violation
from policies.queries import parameter, routed_matters_on, values_on, violations_on
from tenants.models import CountyQuerySet


def checklist_on(kind: str, day: date) -> Checklist:
    """The newest checklist of that kind in force on ``day``. Raises NoChecklist."""
    found = Checklist.objects.in_force_on(day, kind).first()
    if found is None:
        raise NoChecklist(day=chinese_date(day), kind=InstitutionKind(kind).label)
    return found


@dataclass(frozen=True, slots=True)
class Question:
    """One item of a checklist with what a "not ok" may be, as in force on one day."""

    item: ChecklistItem
    violations: tuple[Violation, ...]
    routed: tuple[RoutedMatter, ...]


def questions(checklist: Checklist, day: date) -> list[Question]:
    """The items of a checklist in order, each with its suggestions that hold on ``day``."""
    violations = {row.code: row for row in violations_on(day)}
    routed = {row.code: row for row in routed_matters_on(day)}
    return [
        Question(
            item,
            tuple(violations[code] for code in item.violation_codes if code in violations),
            tuple(routed[code] for code in item.routed_codes if code in routed),
        )
        for item in checklist.items.all()
    ]


def visits_for(user: User) -> VisitQuerySet:
    """The visits that the user may see, the newest first, with what a list prints."""
    return Visit.objects.visible_to(user).with_all()


def get_visit(visit_id: int, user: User) -> Visit:
    """One visit that the user may see. Raises NotFound, also when it may not be known."""
    visit = visits_for(user).filter(pk=visit_id).first()
    if visit is None:
        raise NotFound(what="这次检查")
    return visit


def visits_today(user: User, on: date) -> VisitQuerySet:
    """Visits planned for that day that still wait to be approved or recorded."""
    return visits_for(user).planned_for(on).order_by("pk")


def my_visits(user: User) -> VisitQuerySet:
    """Visits that the person goes on and that are not recorded yet, the earliest first."""
    mine = Visit.objects.filter(officers__user=user)
    return mine.waiting_for_record().with_all().order_by("planned_on", "pk")


def visits_awaiting_approval() -> VisitQuerySet:
    return Visit.objects.awaiting_approval().with_all().order_by("planned_on", "pk")


def visits_awaiting_confirmation() -> VisitQuerySet:
    return Visit.objects.awaiting_confirmation().with_all().order_by("recorded_at", "pk")


def visits_that_took_place_on(user: User, day: date) -> VisitQuerySet:
    """Recorded or confirmed visits that began on that day in China."""
    begins = at_time(day, 0)
    visits = visits_for(user).took_place()
    return visits.filter(starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1))


def visits_of(institution: Institution, user: User) -> VisitQuerySet:
    """What the user may see of an institution's visits, the newest first."""
    return visits_for(user).filter(institution=institution)


def findings_for(user: User) -> FindingQuerySet:
    """The findings that the user may see, with everything that a list prints."""
    return Finding.objects.visible_to(user).select_related(
        "visit__institution", "violation__law", "routed", "item", "review"
    )


def photos_for(visit: Visit, user: User) -> CountyQuerySet[Photo]:
    """Photos of a visit: all for education; for a partner those that its own people took and
    those handed to it by a recorded act.
    """
    rows = visit.photos.select_related("finding", "added_by", "file")
    if sees_county(user, Permission.EVIDENCE_VIEW) or sees_county(user, Permission.VISIT_RECORD):
        return rows
    own = own_department(user)
    handed = AssignmentFile.objects.filter(assignment__asked_of=own, role=FileRole.MATERIAL)
    return rows.filter(Q(added_by__department=own) | Q(file__in=handed.values("file")))


def own_findings(visit: Visit) -> FindingQuerySet:
    """What education itself may order to be put right, without what the reviewer dropped."""
    own = visit.findings.own().standing()
    return own.select_related("review", "violation__law", "violation__also_law")


def took_part(visit: Visit, user: User) -> bool:
    """Was the person on the visit, in whatever role, or did they record it?"""
    return user.pk == visit.recorded_by_id or visit.officers.filter(user=user).exists()


def is_far(visit: Visit) -> bool:
    """Was the visit recorded further from the registered site than the county finds usual?"""
    if visit.distance_m is None:
        return False
    return visit.distance_m > parameter("visit.max_distance_m", visit.visited_on)


def campaigns_for(user: User) -> CampaignQuerySet:
    return Campaign.objects.visible_to(user).select_related("lead_department")


def listed_for(user: User) -> ListedProblemQuerySet:
    """The problems watched by leaders that the user may see, with what a list prints."""
    return ListedProblem.objects.visible_to(user).select_related(
        "campaign", "target__institution", "department", "owner", "leader"
    )


def get_listed(listed_id: int, user: User) -> ListedProblem:
    """One of them. Raises NotFound, also when it may not be known."""
    listed: ListedProblem | None = listed_for(user).filter(pk=listed_id).first()
    if listed is None:
        raise NotFound(what="这张督战单")
    return listed


def targets_of(campaign: Campaign) -> CountyQuerySet:
    """The campaign's list; ``is_visited`` says whether a visit of it took place there."""
    visits = Visit.objects.took_place().filter(
        campaign=OuterRef("campaign"), institution=OuterRef("institution")
    )
    return (
        CampaignTarget.objects.filter(campaign=campaign)
        .select_related("institution")
        .annotate(is_visited=Exists(visits))
    )


# The nearest that officers ever stood to the present point of a site since it is there.
_STOOD = """
SELECT site.id, round(min(ST_Distance(site.point::geography, visit.point::geography))), count(*)
FROM institutions_site AS site
JOIN inspections_visit AS visit ON visit.institution_id = site.institution_id
WHERE site.valid_until IS NULL AND site.point IS NOT NULL AND visit.point IS NOT NULL
  AND (visit.recorded_at AT TIME ZONE 'Asia/Shanghai')::date >= site.valid_from
  AND visit.state NOT IN ('cancelled', 'voided')
GROUP BY site.id
HAVING min(ST_Distance(site.point::geography, visit.point::geography)) > %(metres)s
ORDER BY site.id
"""


def stood_elsewhere(day: date) -> list[PlaceQuestion]:
    """Sites to which no visit ever came near, by the county's distance of a day.

    One visit close by is enough not to ask: a phone's position may be wrong, a site's not so
    often. Answered questions are left out.
    """
    metres = values_on(day, ("visit.max_distance_m",))["visit.max_distance_m"]
    with connection.cursor() as cursor:
        cursor.execute(_STOOD, {"metres": metres})
        found = cursor.fetchall()
    sites = sites_by_key([key for key, _, _ in found])
    return unanswered(
        [
            PlaceQuestion(
                sites[key],
                PlaceQuestionKind.STOOD_ELSEWHERE,
                f"{count}次检查的定位都在{away:.0f}米以外",
            )
            for key, away, count in found
        ]
    )
