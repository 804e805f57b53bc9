from datetime import timedelta

import pytest

from assignments.models import Assignment
from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed, NotFound, WrongState
from inspections import errors
from inspections.models import Visit
from inspections.services import approve_visit, cancel_visit, plan_visit
from inspections.states import VisitState
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.inspections import CampaignFactory, CampaignTargetFactory, VisitFactory
from tests.times import DAY, NOON


def plan(institution, people, *, by=None, **changes):
    wish = {"planned_on": DAY, "purpose": "routine", "officer_ids": [p.pk for p in people]}
    return plan_visit(institution.pk, **wish | changes, by=by or people[0], at=NOON)


def nothing_happened():
    return not (
        Visit.objects.exists()
        or Assignment.objects.exists()
        or AuditEvent.objects.exclude(kind="checklist.publish").exists()
    )


def test_plan_visit_names_officers_checklist_and_history(checklists, institution, pair):
    visit = plan(institution, pair)

    seats = visit.officers.values_list("user__full_name", "role", "certificate_no")
    assert list(seats) == [("王小明", "lead", "HN001"), ("李小红", "officer", "HN002")]
    assert (visit.state, visit.checklist) == ("planned", checklists["subject"])
    event = AuditEvent.objects.get(kind="visit.plan")
    assert event.facts == {"officers": ["王小明 HN001", "李小红 HN002"], "partners": []}


def test_plan_joint_visit_asks_the_partner_department(checklists, institution, pair, fire):
    guest = UserFactory(partner_officer=True, certificate=True)

    visit = plan(institution, [*pair, guest], by=pair[0], partner_departments=[fire])

    asked = Assignment.objects.get()
    assert (asked.kind, asked.asked_of, asked.due_on) == ("joint_visit", fire, DAY)
    assert asked.title == "参加对青禾培训学校的联合检查"
    assert visit.assignment_links.get().assignment == asked
    assert visit.is_joint
    assert visit.officers.count() == 3


def test_plan_visit_auxiliary_may_come_and_has_no_certificate(checklists, institution, pair):
    helper = UserFactory(is_auxiliary=True)

    visit = plan(institution, [*pair, helper])

    seat = visit.officers.get(user=helper)
    assert (seat.role, seat.certificate_no) == ("auxiliary", "")


def test_plan_visit_one_officer_and_an_auxiliary_is_refused(checklists, institution, pair):
    helper = UserFactory(is_auxiliary=True)

    with pytest.raises(errors.TooFewOfficers):
        plan(institution, [pair[0], helper])

    assert nothing_happened()


def test_plan_visit_expired_certificate_is_refused_by_name(checklists, institution, pair):
    late = UserFactory(
        inspector=True, full_name="赵过期", certificate__valid_until=DAY - timedelta(days=1)
    )

    with pytest.raises(errors.CertificateExpired, match="赵过期在2021年11月10日"):
        plan(institution, [*pair, late])

    assert nothing_happened()


def test_plan_visit_certificate_is_good_on_its_last_day(checklists, institution, pair):
    just = UserFactory(inspector=True, certificate__valid_until=DAY)

    visit = plan(institution, [pair[0], just])

    assert visit.officers.count() == 2


def test_plan_visit_officer_of_department_not_asked_is_refused(checklists, institution, pair):
    guest = UserFactory(partner_officer=True, certificate=True)

    with pytest.raises(errors.OfficerOfOtherDepartment):
        plan(institution, [*pair, guest])

    assert nothing_happened()


def test_plan_visit_without_officer_of_education_is_refused(checklists, institution, pair, fire):
    guests = UserFactory.create_batch(2, partner_officer=True, certificate=True)

    with pytest.raises(errors.NoOfficerOfLead):
        plan(institution, guests, by=pair[0], partner_departments=[fire])

    assert nothing_happened()


def test_plan_visit_same_person_twice_or_gone_is_refused(checklists, institution, pair):
    gone = UserFactory(inspector=True, certificate=True, is_active=False)

    with pytest.raises(errors.OfficerUnfit, match="同一人员列了两次"):
        plan(institution, [pair[0], pair[0]])
    with pytest.raises(errors.OfficerUnfit, match="有人员不存在或已停用"):
        plan(institution, [*pair, gone])

    assert nothing_happened()


def test_plan_visit_by_a_partner_is_refused(checklists, institution, pair):
    with pytest.raises(NotAllowed):
        plan(institution, pair, by=UserFactory(partner_officer=True))

    assert nothing_happened()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"planned_on": DAY - timedelta(days=1)}, errors.PlannedInPast),
        ({"purpose": "picnic"}, BadInput),
    ],
)
def test_plan_visit_with_odd_day_or_purpose_is_refused(
    checklists, institution, pair, change, refusal
):
    with pytest.raises(refusal):
        plan(institution, pair, **change)

    assert nothing_happened()


def test_plan_visit_to_unknown_institution_is_refused(checklists, institution, pair):
    institution.pk += 1

    with pytest.raises(NotFound, match="没有找到这家机构"):
        plan(institution, pair)

    assert nothing_happened()


def test_plan_visit_without_published_checklist_is_refused(institution, pair):
    with pytest.raises(errors.NoChecklist):
        plan(institution, pair)

    assert nothing_happened()


def test_plan_campaign_visit_needs_the_list_and_the_days(checklists, institution, pair):
    campaign = CampaignFactory(name="专项治理")

    with pytest.raises(errors.NotACampaignTarget, match="青禾培训学校不在“专项治理”的名单上"):
        plan(institution, pair, campaign=campaign, purpose="campaign")
    CampaignTargetFactory(campaign=campaign, institution=institution)
    with pytest.raises(errors.OutsideCampaign, match="2021年12月1日不在"):
        plan(
            institution,
            pair,
            campaign=campaign,
            purpose="campaign",
            planned_on=DAY.replace(month=12, day=1),
        )

    assert nothing_happened()
    assert plan(institution, pair, campaign=campaign, purpose="campaign").campaign == campaign


def test_approve_visit_by_the_section_head(county, head):
    visit = VisitFactory()

    approve_visit(visit.pk, by=head, at=NOON)

    visit.refresh_from_db()
    assert (visit.state, visit.approved_by, visit.approved_at) == ("approved", head, NOON)
    assert AuditEvent.objects.get().kind == "visit.approve"


def test_approve_visit_by_an_officer_of_it_is_refused(county, head, pair):
    visit = VisitFactory(officers=[*pair])
    pair[0].roles = ["section_head"]
    pair[0].save()

    with pytest.raises(errors.OwnWork, match="不能由您批准"):
        approve_visit(visit.pk, by=pair[0], at=NOON)

    visit.refresh_from_db()
    assert visit.state == VisitState.PLANNED
    assert not AuditEvent.objects.exists()


def test_approve_visit_twice_is_refused(county, head):
    visit = VisitFactory(approved=True)

    with pytest.raises(WrongState, match="现在是“待检查”，不能批准；须先处于“待批准”"):
        approve_visit(visit.pk, by=head, at=NOON)

    assert not AuditEvent.objects.exists()


def test_cancel_visit_takes_back_what_partners_were_asked(checklists, institution, pair, fire):
    visit = plan(institution, pair, partner_departments=[fire])

    cancel_visit(visit.pk, reason=" 台风停课 ", by=pair[0], at=NOON)

    visit.refresh_from_db()
    assert (visit.state, visit.cancel_reason) == ("cancelled", "台风停课")
    asked = Assignment.objects.get()
    assert (asked.state, asked.close_reason) == ("withdrawn", "检查已取消：台风停课")
    assert not visit.is_joint


def test_cancel_visit_without_reason_is_refused(county, pair):
    visit = VisitFactory(approved=True)

    with pytest.raises(errors.ReasonMissing, match="须写明原因"):
        cancel_visit(visit.pk, reason=" ", by=pair[0], at=NOON)

    visit.refresh_from_db()
    assert visit.state == VisitState.APPROVED
    assert not AuditEvent.objects.exists()


def test_cancel_recorded_visit_is_refused(county, pair):
    visit = VisitFactory(recorded=True)

    with pytest.raises(WrongState):
        cancel_visit(visit.pk, reason="写错了", by=pair[0], at=NOON)

    assert not AuditEvent.objects.exists()


def test_plan_visit_department_named_twice_is_asked_once(checklists, institution, pair, fire):
    market = DepartmentFactory(market=True)

    visit = plan(institution, pair, partner_departments=[fire, market, fire])

    assert visit.assignment_links.count() == 2


def test_plan_visit_twice_is_refused_and_asks_nobody_twice(checklists, institution, pair, fire):
    first = plan(institution, pair, partner_departments=[fire])

    with pytest.raises(errors.VisitPlannedAlready):
        plan(institution, pair, partner_departments=[fire])

    assert Visit.objects.get() == first
    assert Assignment.objects.count() == 1


def test_another_purpose_on_the_same_day_is_another_visit(checklists, institution, pair):
    plan(institution, pair)

    plan(institution, pair, purpose="complaint")

    assert Visit.objects.count() == 2
