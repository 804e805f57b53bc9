"""A visit is planned, approved, confirmed; or cancelled before, voided after its record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import Department, User
from accounts.permissions import Permission
from assignments.services import ask, withdraw
from assignments.states import OPEN_STATES, AssignmentKind
from audit.services import record
from common.clock import chinese_date, localdate
from common.errors import BadInput, NotFound
from inspections.errors import (
    NotACampaignTarget,
    OutsideCampaign,
    OwnWork,
    PlannedInPast,
    ReasonMissing,
    VisitPlannedAlready,
)
from inspections.models import Campaign, Visit, VisitAssignment
from inspections.queries import checklist_on
from inspections.records import VerdictIn
from inspections.services._locks import locked_visit
from inspections.services._people import asked_departments, in_words, seats_on, write_seats
from inspections.services.reviewing import write_reviews
from inspections.states import VISIT, VisitPurpose, VisitState
from institutions.models import Institution


@transaction.atomic
def plan_visit(
    institution_id: int,
    *,
    planned_on: date,
    purpose: str,
    officer_ids: Sequence[int],
    campaign: Campaign | None = None,
    partner_departments: Sequence[Department] = (),
    by: User,
    at: datetime,
) -> Visit:
    """Plan a visit and ask the partner departments to come along.

    Two or more of those named hold a certificate valid on ``planned_on``, one of them is of
    education; auxiliaries do not count. The checklist of that day is the visit's for good.

    Raises NotAllowed, NotFound, BadInput, PlannedInPast, NoChecklist, NotACampaignTarget,
    OutsideCampaign; and for who is named OfficerUnfit, OfficerOfOtherDepartment,
    CertificateExpired, TooFewOfficers, NoOfficerOfLead.
    """
    require(by, Permission.VISIT_PLAN)
    institution = held_institution(institution_id)
    _require_plan(institution, planned_on, purpose, campaign, localdate(at))
    _require_first(institution, planned_on, purpose)
    partners = {department.pk: department for department in partner_departments}
    taken = seats_on(planned_on, officer_ids, partner_ids=list(partners))
    visit = Visit.objects.create(
        institution=institution,
        campaign=campaign,
        purpose=purpose,
        checklist=checklist_on(institution.kind, planned_on),
        planned_on=planned_on,
        planned_at=at,
        planned_by=by,
    )
    write_seats(visit, taken)
    _ask_partners(visit, list(partners.values()), by=by, at=at)
    people, names = in_words(taken), [department.name for department in partners.values()]
    record("visit.plan", visit, by=by, at=at, after=visit.state, officers=people, partners=names)
    return visit


@transaction.atomic
def approve_visit(visit_id: int, *, by: User, at: datetime) -> Visit:
    """Allow a planned visit. Not by anybody who goes on it.

    Raises NotAllowed, NotFound, WrongState, OwnWork.
    Source: 国办发〔2024〕54号: every inspection is approved.
    """
    visit = locked_visit(visit_id)
    VISIT.apply(visit, "approve", by=by, at=at)
    _require_outsider(visit, by, "批准")
    visit.approved_at, visit.approved_by = at, by
    visit.save(update_fields=["state", "approved_at", "approved_by"])
    return visit


@transaction.atomic
def widen_visit(
    visit_id: int, *, partner_departments: Sequence[Department], by: User, at: datetime
) -> Visit:
    """Ask further departments to join a visit that waits; an approved one is approved anew.

    Departments that were asked already are not asked twice. Raises NotAllowed, NotFound,
    WrongState when the visit took place or was called off.
    """
    require(by, Permission.VISIT_PLAN)
    visit = locked_visit(visit_id)
    if visit.state != VisitState.PLANNED:
        VISIT.apply(visit, "amend", by=by, at=at)
        visit.approved_at = visit.approved_by = None
        visit.save(update_fields=["state", "approved_at", "approved_by"])
    asked = set(asked_departments(visit))
    new = [one for one in dict.fromkeys(partner_departments) if one.pk not in asked]
    _ask_partners(visit, new, by=by, at=at)
    names = [department.name for department in new]
    record("visit.widen", visit, by=by, at=at, after=visit.state, partners=names)
    return visit


@transaction.atomic
def confirm_visit(
    visit_id: int, *, by: User, at: datetime, verdicts: Sequence[VerdictIn] = ()
) -> Visit:
    """Confirm what was recorded; from then on notices may rest on it.

    ``verdicts``: findings that are dropped, or were put right on the spot; all others stand.
    Raises NotAllowed, NotFound, WrongState, VerdictUnfit; OwnWork when ``by`` recorded it or
    was there.
    """
    visit = locked_visit(visit_id)
    told = {}
    if VISIT.allows(visit, "confirm"):  # one that was confirmed has its reviews
        told = write_reviews(visit, verdicts, by=by, at=at)
    VISIT.apply(visit, "confirm", by=by, at=at, **told)
    _require_outsider(visit, by, "确认")
    visit.confirmed_at, visit.confirmed_by = at, by
    visit.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    return visit


@transaction.atomic
def cancel_visit(visit_id: int, *, reason: str, by: User, at: datetime) -> Visit:
    """Call off a visit that has not taken place, and take back what partners were asked.

    Raises NotAllowed, NotFound, WrongState, ReasonMissing.
    """
    visit = locked_visit(visit_id)
    _end(visit, "cancel", reason, by=by, at=at)
    open_links = VisitAssignment.objects.filter(visit=visit, assignment__state__in=OPEN_STATES)
    for assignment_id in open_links.values_list("assignment_id", flat=True):
        withdraw(assignment_id, reason=f"检查已取消：{visit.cancel_reason}", by=by, at=at)
    return visit


@transaction.atomic
def void_visit(visit_id: int, *, reason: str, by: User, at: datetime) -> Visit:
    """Set aside a record that is wrong before anybody relied on it; a new visit is planned.

    A record is never edited: its answers and findings stay as they were written.
    Raises NotAllowed, NotFound, WrongState, ReasonMissing, OwnWork.
    """
    visit = locked_visit(visit_id)
    _require_outsider(visit, by, "作废")
    return _end(visit, "void", reason, by=by, at=at)


def held_institution(institution_id: int) -> Institution:
    """The institution, held until the transaction ends. Raises NotFound."""
    held = Institution.objects.select_for_update(no_key=True)
    institution = held.filter(pk=institution_id).first()
    if institution is None:
        raise NotFound(what="这家机构")
    return institution


def _require_plan(
    institution: Institution, day: date, purpose: str, campaign: Campaign | None, today: date
) -> None:
    if purpose not in VisitPurpose.values:
        raise BadInput(sentence=f"没有“{purpose}”这种检查类型，请从列表中选择。")
    if day < today:
        raise PlannedInPast(day=chinese_date(day), today=chinese_date(today))
    if campaign is None:
        return
    if not campaign.targets.filter(institution=institution).exists():
        raise NotACampaignTarget(institution=institution.name, campaign=campaign.name)
    if purpose == VisitPurpose.CAMPAIGN and not campaign.starts_on <= day <= campaign.ends_on:
        raise OutsideCampaign(
            day=chinese_date(day),
            campaign=campaign.name,
            starts=chinese_date(campaign.starts_on),
            ends=chinese_date(campaign.ends_on),
        )


def _require_first(institution: Institution, day: date, purpose: str) -> None:
    """The institution is locked, so of two clicks the second sees the first one's visit."""
    if Visit.objects.planned_for(day).filter(institution=institution, purpose=purpose).exists():
        raise VisitPlannedAlready(institution=institution.name, day=chinese_date(day))


def _ask_partners(visit: Visit, partners: list[Department], *, by: User, at: datetime) -> None:
    for department in partners:
        asked = ask(
            department,
            kind=AssignmentKind.JOINT_VISIT,
            title=f"参加对{visit.institution.name}的联合检查"[:200],
            text=f"请派员参加{chinese_date(visit.planned_on)}{visit}。",
            due_on=visit.planned_on,
            by=by,
            at=at,
        )
        VisitAssignment.objects.create(visit=visit, assignment=asked)


def _require_outsider(visit: Visit, by: User, action: str) -> None:
    took_part = by.pk == visit.recorded_by_id or visit.officers.filter(user=by).exists()
    if took_part:
        raise OwnWork(visit=visit, action=action)


def _end(visit: Visit, action: str, reason: str, *, by: User, at: datetime) -> Visit:
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(action=VISIT.moves[action].label, visit=visit)
    VISIT.apply(visit, action, by=by, at=at, reason=reason)
    assert visit.state == VisitState.CANCELLED
    visit.cancelled_at, visit.cancelled_by, visit.cancel_reason = at, by, reason[:200]
    visit.save(update_fields=["state", "cancelled_at", "cancelled_by", "cancel_reason"])
    return visit
