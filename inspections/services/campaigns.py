"""A campaign is opened, its list is drawn up, what came of each is noted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import Department, User
from accounts.permissions import Permission
from accounts.queries import lead_department
from audit.services import record
from common.clock import chinese_date
from common.errors import BadInput, NotFound
from common.text import squash
from inspections.errors import (
    CampaignEndsBeforeStart,
    CampaignExists,
    OutcomeNotOnRecord,
    TargetExists,
    WrongTargetGroup,
)
from inspections.models import Campaign, CampaignDepartment, CampaignTarget, Finding, Visit
from inspections.services._locks import locked_target
from inspections.states import FindingKind, TargetGroup, TargetOutcome
from institutions.models import Institution, ReportingEvent
from institutions.states import EventKind, InstitutionState


@transaction.atomic
def open_campaign(
    *,
    name: str,
    plan_text: str,
    starts_on: date,
    ends_on: date,
    departments: Sequence[Department],
    by: User,
    at: datetime,
) -> Campaign:
    """Open a campaign that education leads; the lead is a member without being named.

    Raises NotAllowed, BadInput, CampaignEndsBeforeStart, CampaignExists.
    """
    require(by, Permission.CAMPAIGN_MANAGE)
    name = squash(name)
    if not name:
        raise BadInput(sentence="专项行动没有名称，请填写名称。")
    starts = chinese_date(starts_on)
    if ends_on < starts_on:
        raise CampaignEndsBeforeStart(starts=starts, ends=chinese_date(ends_on))
    lead = lead_department()
    campaign, is_new = Campaign.objects.get_or_create(
        name=name,
        starts_on=starts_on,
        defaults={
            "plan_text": plan_text.strip(),
            "ends_on": ends_on,
            "lead_department": lead,
            "opened_at": at,
            "opened_by": by,
        },
    )
    if not is_new:
        raise CampaignExists(campaign=name, starts=starts)
    names = _join(campaign, (lead, *departments))
    record("campaign.open", campaign, by=by, at=at, departments=names)
    return campaign


@transaction.atomic
def add_target(
    campaign_id: int, *, institution_id: int, group: str, by: User, at: datetime
) -> CampaignTarget:
    """Put an institution on the campaign's list under the heading that counts it.

    The heading is the institution's kind, or unlicensed (黑培训机构) while it has no licence.
    Raises NotAllowed, NotFound, WrongTargetGroup, TargetExists.
    """
    require(by, Permission.CAMPAIGN_MANAGE)
    campaign = Campaign.objects.filter(pk=campaign_id).first()
    institution = Institution.objects.filter(pk=institution_id).first()
    if campaign is None or institution is None:
        raise NotFound(what="这个专项行动" if campaign is None else "这家机构")
    _require_group(institution, group)
    target, is_new = CampaignTarget.objects.get_or_create(
        campaign=campaign, institution=institution, defaults={"group": group}
    )
    if not is_new:
        raise TargetExists(institution=institution.name, campaign=campaign.name)
    listed = {"institution": institution.pk, "group": group}
    record("campaign.add_target", campaign, by=by, at=at, listed=listed)
    return target


@transaction.atomic
def note_outcome(target_id: int, *, outcome: str, by: User, at: datetime) -> CampaignTarget:
    """Note down what came of a target. Nothing is noted that has no record behind it.

    Re-registration needs its reporting event; a notice needs a confirmed visit of the
    campaign with a finding of education's own. Noting the same again changes nothing.
    Raises NotAllowed, NotFound, BadInput, OutcomeNotOnRecord.
    """
    require(by, Permission.CAMPAIGN_MANAGE)
    target = locked_target(target_id)
    if outcome not in TargetOutcome.values:
        raise BadInput(sentence=f"没有“{outcome}”这种处理结果，请从列表中选择。")
    if outcome == target.outcome:
        return target
    missing = _missing_record(target, outcome)
    if missing:
        raise OutcomeNotOnRecord(
            institution=target.institution.name,
            outcome=TargetOutcome(outcome).label,
            missing=missing,
        )
    before, target.outcome = target.outcome, outcome
    is_noted = outcome != TargetOutcome.NONE_RECORDED
    target.outcome_at, target.outcome_by = (at, by) if is_noted else (None, None)
    target.save(update_fields=["outcome", "outcome_at", "outcome_by"])
    record("campaign_target.note_outcome", target, by=by, at=at, before=before, after=outcome)
    return target


def _join(campaign: Campaign, departments: Sequence[Department]) -> list[str]:
    """Make each department a member once; their names, for history."""
    members = {department.pk: department for department in departments}
    CampaignDepartment.objects.bulk_create(
        CampaignDepartment(campaign=campaign, department=member) for member in members.values()
    )
    return [member.name for member in members.values()]


def _require_group(institution: Institution, group: str) -> None:
    fits = group == institution.kind
    if group == TargetGroup.UNLICENSED:
        fits = institution.state in (InstitutionState.LEAD, InstitutionState.UNLICENSED)
    if not fits:
        known = dict(TargetGroup.choices)
        raise WrongTargetGroup(institution=institution.name, group=known.get(group, group))


def _missing_record(target: CampaignTarget, outcome: str) -> str:
    """What would have to be on record first; empty when it is."""
    if outcome == TargetOutcome.REREGISTERED_NONPROFIT:
        events = ReportingEvent.objects.filter(
            institution=target.institution, kind=EventKind.REREGISTERED_NONPROFIT
        )
        return "" if events.exists() else "没有登记为非营利性机构的记录"
    if outcome == TargetOutcome.NOTICE:
        visits = Visit.objects.confirmed().filter(
            campaign=target.campaign, institution=target.institution
        )
        found = Finding.objects.standing().filter(visit__in=visits, kind=FindingKind.OWN)
        return "" if found.exists() else "本行动中没有已确认且发现问题的检查"
    return ""
