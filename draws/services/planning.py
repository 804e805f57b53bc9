"""A visit is planned by the rules on inspections: published matters, the cap, one visit for two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.access import require
from accounts.models import Department, User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date
from common.errors import BadInput, NotFound
from common.text import squash
from draws.counting import visits_in_year
from draws.errors import (
    CapReached,
    DueTwice,
    MatterMissing,
    MatterNotPublished,
    MustBeAnnounced,
    NothingToMergeInto,
    UnannouncedWithoutReason,
)
from draws.models import DrawnVisit, Matter, PlanCause, PlanMatter, VisitPlan
from draws.papers import freeze_papers
from draws.services.recusals import require_no_recusal
from draws.states import CLASS_OF_PURPOSE, VisitClass
from inspections.models import Campaign, Visit
from inspections.services import approve_visit, plan_visit, widen_visit
from inspections.states import VisitPurpose
from institutions.models import Institution
from policies.queries import parameter

YEAR_CAP, MERGE_DAYS, UNANNOUNCED = "visit.year_cap", "visit.merge_days", "visit.unannounced"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWish:
    """What a visit is for. ``unannounced_reason`` empty: the institution is told beforehand."""

    purpose: str
    matter_ids: Sequence[int]
    unannounced_reason: str = ""
    over_cap_reason: str = ""
    is_announced: bool = True
    cause: str = ""


@transaction.atomic
def plan_inspection(
    institution_id: int,
    wish: PlanWish,
    *,
    planned_on: date,
    officer_ids: Sequence[int],
    campaign: Campaign | None = None,
    partner_departments: Sequence[Department] = (),
    drawn_visit: DrawnVisit | None = None,
    by: User,
    at: datetime,
) -> VisitPlan:
    """Plan a visit for published matters, within the yearly cap, once per period.

    Raises MatterMissing, MatterNotPublished, CapReached, DueTwice, MustBeAnnounced,
    UnannouncedWithoutReason, OfficerRecused, and everything that ``plan_visit`` refuses.
    Source: 国办发〔2024〕54号.
    """
    require(by, Permission.VISIT_PLAN)
    institution = _held(institution_id)
    visit_class = class_of(wish.purpose)
    matters = _matters(wish.matter_ids, institution.kind, visit_class, planned_on)
    _require_announced(wish, visit_class, planned_on)
    require_no_recusal(institution, officer_ids)
    _require_not_due_twice(institution, visit_class, planned_on)
    count, cap = _require_within_cap(institution, visit_class, planned_on, wish.over_cap_reason)
    visit = plan_visit(
        institution.pk,
        planned_on=planned_on,
        purpose=wish.purpose,
        officer_ids=officer_ids,
        campaign=campaign,
        partner_departments=partner_departments,
        by=by,
        at=at,
    )
    plan = _write(visit, wish, visit_class, count, cap)
    _add(plan, matters, visit_class, _cause(wish, visit), drawn_visit, by=by, at=at)
    return plan


@transaction.atomic
def plan_or_merge(
    institution_id: int,
    wish: PlanWish,
    *,
    merges: bool,
    planned_on: date,
    officer_ids: Sequence[int],
    campaign: Campaign | None = None,
    partner_departments: Sequence[Department] = (),
    by: User,
    at: datetime,
) -> VisitPlan:
    """Plan a visit; with ``merges``, do it at the one that waits in the same period, if any.

    Raises what ``plan_inspection`` and ``merge_into`` raise.
    """
    require(by, Permission.VISIT_PLAN)
    planned = visit_to_merge_into(_held(institution_id), planned_on) if merges else None
    partners = partner_departments
    if planned is not None:
        return merge_into(planned.pk, wish, partner_departments=partners, by=by, at=at)
    return plan_inspection(
        institution_id,
        wish,
        planned_on=planned_on,
        officer_ids=officer_ids,
        campaign=campaign,
        partner_departments=partners,
        by=by,
        at=at,
    )


@transaction.atomic
def merge_into(
    visit_id: int,
    wish: PlanWish,
    *,
    partner_departments: Sequence[Department] = (),
    drawn_visit: DrawnVisit | None = None,
    by: User,
    at: datetime,
) -> VisitPlan:
    """What is due as well is done at the visit that is planned: matters and partners are added.

    An approved visit goes back to be approved again, since what was approved has changed.
    Raises NotAllowed, NotFound, NothingToMergeInto, MatterMissing, MatterNotPublished.
    Source: 国办发〔2024〕54号 (what falls due at the same time is merged, joint visits).
    """
    require(by, Permission.VISIT_PLAN)
    visit = Visit.objects.select_related("institution").filter(pk=visit_id).first()
    if visit is None:
        raise NotFound(what="这次检查")
    _held(visit.institution_id)
    plan = VisitPlan.objects.filter(visit=visit).first()
    waits = Visit.objects.waiting_for_record().filter(pk=visit.pk).exists()
    if plan is None or not waits:
        raise NothingToMergeInto(visit=visit, state=visit.get_state_display())
    visit_class = class_of(wish.purpose)
    matters = _matters(wish.matter_ids, visit.institution.kind, visit_class, visit.planned_on)
    widen_visit(visit.pk, partner_departments=partner_departments, by=by, at=at)
    _add(plan, matters, visit_class, _cause(wish, visit), drawn_visit, by=by, at=at)
    return plan


@transaction.atomic
def approve_inspection(visit_id: int, *, by: User, at: datetime) -> Visit:
    """Allow a visit; its approval form and, if it is announced, its notice are frozen.

    Raises what ``approve_visit`` raises, ParameterMissing.
    Source: 国办发〔2024〕54号 (every inspection is approved and notified).
    """
    visit = approve_visit(visit_id, by=by, at=at)
    plan = VisitPlan.objects.filter(visit=visit).first()
    if plan is not None:
        freeze_papers(plan, by=by, at=at)
    return visit


def class_of(purpose: str) -> VisitClass:
    """The class of inspection that a purpose belongs to. Raises BadInput for an unknown one."""
    if purpose not in VisitPurpose.values:
        raise BadInput(sentence=f"没有“{purpose}”这种检查类型，请从列表中选择。")
    return CLASS_OF_PURPOSE[VisitPurpose(purpose)]


def visit_to_merge_into(institution: Institution, day: date) -> Visit | None:
    """The visit that waits within the county's period around ``day``, the nearest first."""
    days = timedelta(days=parameter(MERGE_DAYS, day))
    rows = Visit.objects.waiting_for_record().filter(
        institution=institution, planned_on__range=(day - days, day + days), plan__isnull=False
    )
    return min(rows, key=lambda visit: abs(visit.planned_on - day), default=None)


def _held(institution_id: int) -> Institution:
    """Locked, so that of two planners the second sees the first one's visit. Raises NotFound."""
    held = Institution.objects.select_for_update(no_key=True)
    institution = held.filter(pk=institution_id).first()
    if institution is None:
        raise NotFound(what="这家机构")
    return institution


def _matters(keys: Sequence[int], kind: str, visit_class: VisitClass, day: date) -> list[Matter]:
    chosen = list(Matter.objects.filter(pk__in=keys).order_by("code"))
    if not chosen:
        raise MatterMissing()
    allowed = set(Matter.objects.for_visit(day, kind, visit_class).values_list("pk", flat=True))
    for matter in chosen:
        if matter.pk not in allowed:
            raise MatterNotPublished(
                matter=matter, day=chinese_date(day), visit_class=visit_class.label
            )
    return chosen


def _require_announced(wish: PlanWish, visit_class: VisitClass, day: date) -> None:
    if wish.is_announced:
        return
    if not parameter(UNANNOUNCED, day).get(visit_class.value):
        raise MustBeAnnounced(visit_class=visit_class.label)
    if not squash(wish.unannounced_reason):
        raise UnannouncedWithoutReason()


def _require_not_due_twice(institution: Institution, visit_class: VisitClass, day: date) -> None:
    """A complaint does not wait for another visit; everything else is done at the one planned."""
    if visit_class == VisitClass.CASE:
        return
    other = visit_to_merge_into(institution, day)
    if other is not None:
        raise DueTwice(
            institution=institution.name,
            day=chinese_date(other.planned_on),
            purpose=other.get_purpose_display(),
            days=parameter(MERGE_DAYS, day),
        )


def _require_within_cap(
    institution: Institution, visit_class: VisitClass, day: date, reason: str
) -> tuple[int, int]:
    """How many visits of the year there are, and how many there should be at most."""
    count = visits_in_year([institution.pk], day.year)[institution.pk]
    cap = parameter(YEAR_CAP, day)
    if visit_class != VisitClass.CASE and count >= cap and not squash(reason):
        raise CapReached(institution=institution.name, year=day.year, count=count, cap=cap)
    return count, cap


def _write(
    visit: Visit, wish: PlanWish, visit_class: VisitClass, count: int, cap: int
) -> VisitPlan:
    return VisitPlan.objects.create(
        visit=visit,
        visit_class=visit_class,
        is_announced=wish.is_announced,
        unannounced_reason="" if wish.is_announced else squash(wish.unannounced_reason),
        counted_before=count,
        cap=cap,
        over_cap_reason=squash(wish.over_cap_reason),
    )


def _cause(wish: PlanWish, visit: Visit) -> str:
    return squash(wish.cause) or (visit.campaign.name if visit.campaign else "年度检查计划")


def _add(
    plan: VisitPlan,
    matters: Sequence[Matter],
    visit_class: VisitClass,
    text: str,
    drawn_visit: DrawnVisit | None,
    *,
    by: User,
    at: datetime,
) -> None:
    known = set(plan.matter_links.values_list("matter", flat=True))
    new = [PlanMatter(plan=plan, matter=one) for one in matters if one.pk not in known]
    PlanMatter.objects.bulk_create(new)
    PlanCause.objects.create(
        plan=plan,
        visit_class=visit_class,
        text=text[:200],
        drawn_visit=drawn_visit,
        added_at=at,
        added_by=by,
    )
    codes = [one.code for one in matters]
    record("visit.cause", plan.visit, by=by, at=at, cause=text[:200], matters=codes)
