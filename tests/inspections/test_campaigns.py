from datetime import date

import pytest

from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed, NotFound
from inspections import errors
from inspections.models import Campaign, CampaignTarget
from inspections.services import add_target, note_outcome, open_campaign
from tests.factories.accounts import UserFactory
from tests.factories.inspections import (
    CampaignFactory,
    CampaignTargetFactory,
    FindingFactory,
    VisitFactory,
)
from tests.factories.institutions import InstitutionFactory, ReportingEventFactory
from tests.times import NOON


def open_one(by, **changes):
    plan = {
        "name": "校外培训机构专项治理",
        "plan_text": "摸底、检查、整改。",
        "starts_on": date(2021, 11, 1),
        "ends_on": date(2021, 11, 30),
        "departments": [],
    }
    return open_campaign(**plan | changes, by=by, at=NOON)


def note(target, outcome, by):
    return note_outcome(target.pk, outcome=outcome, by=by, at=NOON)


def test_open_campaign_has_its_lead_and_partners_as_members(county, head, fire):
    campaign = open_one(head, departments=[fire])

    members = campaign.departments.values_list("code", flat=True)
    assert set(members) == {"edu", "fire"}
    assert (campaign.lead_department, campaign.opened_by) == (head.department, head)
    event = AuditEvent.objects.get()
    assert (event.kind, event.facts) == (
        "campaign.open",
        {"departments": ["县教育局", "县消防大队"]},
    )


def test_open_campaign_lead_named_again_is_one_member(county, head):
    campaign = open_one(head, departments=[head.department])

    assert campaign.memberships.count() == 1


def test_open_campaign_same_name_and_start_is_refused(county, head):
    open_one(head)

    with pytest.raises(errors.CampaignExists, match="已有同名且同日（2021年11月1日）开始的行动"):
        open_one(head, name=" 校外培训机构专项治理 ")

    assert (Campaign.objects.count(), AuditEvent.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"ends_on": date(2021, 10, 31)}, errors.CampaignEndsBeforeStart),
        ({"name": " "}, BadInput),
    ],
)
def test_open_campaign_without_name_or_with_odd_days_is_refused(county, head, change, refusal):
    with pytest.raises(refusal):
        open_one(head, **change)

    assert not Campaign.objects.exists()
    assert not AuditEvent.objects.exists()


def test_campaign_verbs_by_an_inspector_are_refused(county):
    target = CampaignTargetFactory()
    inspector = UserFactory(inspector=True)

    with pytest.raises(NotAllowed):
        open_one(inspector)
    with pytest.raises(NotAllowed):
        add_target(1, institution_id=1, group="subject", by=inspector, at=NOON)
    with pytest.raises(NotAllowed):
        note(target, "notice", inspector)

    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("traits", "group"),
    [
        ({}, "subject"),
        ({"childcare": True}, "childcare"),
        ({"kind": "non_subject"}, "non_subject"),
        ({"unlicensed": True}, "unlicensed"),
        ({"lead": True}, "unlicensed"),
    ],
)
def test_add_target_counts_it_under_its_heading(county, head, traits, group):
    campaign, institution = CampaignFactory(), InstitutionFactory(**traits)

    target = add_target(campaign.pk, institution_id=institution.pk, group=group, by=head, at=NOON)

    assert (target.institution, target.group) == (institution, group)
    assert target.outcome == "none_recorded"
    assert AuditEvent.objects.get().kind == "campaign.add_target"


@pytest.mark.parametrize("group", ["childcare", "unlicensed", "circus"])
def test_add_target_under_a_heading_that_does_not_fit_is_refused(county, head, group):
    campaign, licensed = CampaignFactory(), InstitutionFactory()

    with pytest.raises(errors.WrongTargetGroup, match=f"{licensed.name}不能列入"):
        add_target(campaign.pk, institution_id=licensed.pk, group=group, by=head, at=NOON)

    assert not CampaignTarget.objects.exists()
    assert not AuditEvent.objects.exists()


def test_add_target_twice_is_refused(county, head):
    target = CampaignTargetFactory()

    with pytest.raises(errors.TargetExists):
        add_target(
            target.campaign_id,
            institution_id=target.institution_id,
            group="subject",
            by=head,
            at=NOON,
        )

    assert CampaignTarget.objects.count() == 1
    assert not AuditEvent.objects.exists()


def test_add_target_unknown_is_refused(county, head):
    campaign, institution = CampaignFactory(), InstitutionFactory()

    with pytest.raises(NotFound, match="没有找到这家机构"):
        add_target(campaign.pk, institution_id=0, group="subject", by=head, at=NOON)
    with pytest.raises(NotFound, match="没有找到这个专项行动"):
        add_target(0, institution_id=institution.pk, group="subject", by=head, at=NOON)

    assert not CampaignTarget.objects.exists()


def test_note_outcome_reregistered_needs_the_event_on_record(county, head):
    target = CampaignTargetFactory()

    with pytest.raises(errors.OutcomeNotOnRecord, match="没有登记为非营利性机构的记录"):
        note(target, "reregistered_nonprofit", head)
    assert not AuditEvent.objects.exists()
    ReportingEventFactory(institution=target.institution, kind="reregistered_nonprofit")

    noted = note(target, "reregistered_nonprofit", head)

    assert (noted.outcome, noted.outcome_by) == ("reregistered_nonprofit", head)


def test_note_outcome_notice_needs_a_confirmed_visit_with_own_finding(county, head):
    target = CampaignTargetFactory()
    facts = {"campaign": target.campaign, "institution": target.institution}
    FindingFactory(visit=VisitFactory(recorded=True, **facts))
    FindingFactory(visit=VisitFactory(confirmed=True, **facts), routed_one=True)

    with pytest.raises(errors.OutcomeNotOnRecord, match="没有已确认且发现问题的检查"):
        note(target, "notice", head)
    assert not AuditEvent.objects.exists()
    FindingFactory(visit=VisitFactory(confirmed=True, **facts))

    assert note(target, "notice", head).outcome == "notice"


def test_note_outcome_same_again_changes_nothing_and_none_takes_it_back(county, head):
    target = CampaignTargetFactory(outcome="notice", outcome_at=NOON, outcome_by=head)

    note(target, "notice", UserFactory(section_head=True))
    assert not AuditEvent.objects.exists()
    back = note(target, "none_recorded", head)

    assert (back.outcome, back.outcome_at, back.outcome_by) == ("none_recorded", None, None)
    event = AuditEvent.objects.get()
    assert (event.before, event.after) == ("notice", "none_recorded")


def test_note_outcome_unknown_is_refused(county, head):
    target = CampaignTargetFactory()

    with pytest.raises(BadInput):
        note(target, "vanished", head)
    with pytest.raises(NotFound):
        note(CampaignTarget(pk=0), "notice", head)

    assert not AuditEvent.objects.exists()
