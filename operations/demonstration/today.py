"""A small campaign that runs today, so that every inbox of the demonstration holds something."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from common.clock import at_time, localdate
from enforcement.models import Notice
from enforcement.services import approve_notice, draft_notice, endorse_notice, submit_notice
from enforcement.states import NoticeForm
from inspections.models import Campaign, Visit
from inspections.services import add_target, open_campaign
from inspections.states import TargetGroup, VisitPurpose
from institutions.models import Institution
from institutions.services import move_institution
from institutions.states import InstitutionKind, InstitutionState
from operations.demonstration.field import Crew
from operations.replay.scenarios import Scenario

NAME = "校外托管机构“回头看”"
C = Scenario.CHILDCARE_OTHER


def play(crew: Crew, *, at: datetime) -> Campaign:
    """Open it once; a second call finds it and changes nothing."""
    before = Campaign.objects.filter(name__endswith=NAME).first()
    if before is not None:
        return before
    today = localdate(at)
    campaign = open_campaign(
        name=f"{today.year}年{NAME}",
        plan_text="对2021年专项行动涉及的机构开展回头看，重点检查有无反弹、整改是否到位。",
        starts_on=today - timedelta(days=3),
        ends_on=today + timedelta(days=27),
        departments=[officer.department for officer in crew.partners[:3] if officer.department],
        by=crew.section_head,
        at=at_time(today - timedelta(days=3), 8),
    )
    _play_visits(campaign, crew, today - timedelta(days=2), today)
    return campaign


def _play_visits(campaign: Campaign, crew: Crew, before: date, today: date) -> None:
    chosen = Institution.objects.of_kind(InstitutionKind.CHILDCARE).order_by("-pk")[:8]
    childcare = [_target(campaign, one, TargetGroup.CHILDCARE, crew) for one in chosen]
    fire = tuple(
        officer.department
        for officer in crew.partners
        if officer.department and officer.department.kind == "fire"
    )

    def plan(place: int, day: date) -> Visit:
        return crew.plan(
            childcare[place], day, purpose=VisitPurpose.CAMPAIGN, campaign=campaign, partners=fire
        )

    plan(0, today)
    for place in (1, 2):
        crew.allow(plan(place, today))
    crew.record(plan(3, before), C)
    _draft(crew.confirm(plan(4, before), C), crew)
    for place in (5, 6):
        _submit(_draft(crew.confirm(plan(place, before), C), crew), crew)
    approved = _submit(_draft(crew.confirm(plan(7, before), C), crew), crew)
    approve_notice(approved.pk, by=crew.section_head, at=at_time(before, 17))
    _stop_again(campaign, crew, before)


def _stop_again(campaign: Campaign, crew: Crew, day: date) -> None:
    """A centre that was stopped in 2021 runs again: what the campaign was opened for."""
    institution = Institution.objects.filter(state=InstitutionState.STOPPED).latest("pk")
    move_institution(
        institution.pk,
        "find_reopened",
        by=crew.clerk,
        at=campaign.opened_at,
        reason="群众反映该处重新招生上课，经电话核实属实。",
    )
    _target(campaign, institution, TargetGroup.UNLICENSED, crew)
    visit = crew.plan(institution, day, purpose=VisitPurpose.CAMPAIGN, campaign=campaign)
    visit = crew.confirm(visit, Scenario.UNLICENSED_STOP)
    notice = _submit(_draft(visit, crew, NoticeForm.STOP), crew)
    endorse_notice(notice.pk, by=crew.section_head, at=at_time(day, 17))


def _target(
    campaign: Campaign, institution: Institution, group: TargetGroup, crew: Crew
) -> Institution:
    add_target(
        campaign.pk,
        institution_id=institution.pk,
        group=group,
        by=crew.section_head,
        at=campaign.opened_at,
    )
    return institution


def _draft(visit: Visit, crew: Crew, form: NoticeForm = NoticeForm.RECTIFICATION) -> Notice:
    moment = at_time(visit.planned_on, 14)
    return draft_notice(visit.pk, form=form, by=crew.inspectors[0], at=moment)


def _submit(notice: Notice, crew: Crew) -> Notice:
    return submit_notice(notice.pk, by=crew.inspectors[0], at=notice.drafted_at)
