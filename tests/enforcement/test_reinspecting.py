"""On the day a limit ends the re-inspection is planned by itself."""

from datetime import date, timedelta

import pytest

from accounts.models import OfficerCertificate
from audit.models import AuditEvent
from common.clock import at_noon
from enforcement import services
from enforcement.models import ReinspectionPlan
from enforcement.states import NoticeState
from inspections.models import Visit
from inspections.states import VisitPurpose, VisitState
from tests.enforcement.scenes import visit_to
from tests.factories.enforcement import NoticeFactory
from tests.factories.inspections import ChecklistFactory, VisitFactory

pytestmark = pytest.mark.usefixtures("law")
DUE = date(2021, 12, 1)


@pytest.fixture
def notice(law, school):
    ChecklistFactory()
    return NoticeFactory(visit=visit_to(school), served=True)


def draw_up(day=DUE) -> int:
    return services.draw_up_reinspections(day, at=at_noon(day))


def planned() -> Visit:
    return Visit.objects.get(purpose=VisitPurpose.REINSPECTION)


def test_the_day_before_the_limit_ends_nothing_is_planned(notice):
    assert draw_up(DUE - timedelta(days=1)) == 0
    assert not Visit.objects.filter(purpose=VisitPurpose.REINSPECTION).exists()


def test_on_the_due_day_the_first_officers_are_to_go_on_the_next_working_day(notice):
    assert draw_up() == 1

    visit = planned()
    assert (visit.planned_on, visit.state) == (date(2021, 12, 2), VisitState.PLANNED)
    assert visit.planned_by is None
    assert [seat.user.full_name for seat in visit.officers.all()] == ["王小明", "李小红"]
    assert notice.reinspection_plans.get().visit == visit
    assert AuditEvent.objects.get(kind="visit.draw_up").facts["reason"] == f"{notice}期限届满"


def test_a_limit_that_ends_on_friday_is_re_inspected_on_monday(notice):
    notice.due_on = date(2021, 12, 3)
    notice.save()

    draw_up(date(2021, 12, 3))

    assert planned().planned_on == date(2021, 12, 6)


def test_a_worker_that_was_away_plans_for_a_day_that_is_still_to_come(notice):
    draw_up(date(2021, 12, 11))  # a Saturday

    assert planned().planned_on == date(2021, 12, 13)


def test_drawing_up_twice_plans_one_visit(notice):
    draw_up()

    assert draw_up() == 0
    assert Visit.objects.filter(purpose=VisitPurpose.REINSPECTION).count() == 1


def test_two_orders_to_one_institution_share_a_visit(notice):
    NoticeFactory(visit=VisitFactory(institution=notice.institution, confirmed=True), served=True)

    assert draw_up() == 2
    assert ReinspectionPlan.objects.filter(visit=planned()).count() == 2


def test_whose_certificate_ran_out_leaves_a_sentence_and_the_next_day_tries_again(notice):
    papers = OfficerCertificate.objects.filter(user__full_name="王小明")
    papers.update(valid_until=date(2021, 11, 30))

    assert draw_up() == 0
    plan = ReinspectionPlan.objects.get(notice=notice)
    assert plan.visit is None
    assert "王小明" in plan.problem
    papers.update(valid_until=date(2022, 11, 30))
    assert draw_up(DUE + timedelta(days=1)) == 1
    plan.refresh_from_db()
    assert (plan.visit, plan.problem) == (planned(), "")


@pytest.mark.parametrize("state", [NoticeState.ANSWERED, NoticeState.UNMET])
def test_every_running_order_is_re_inspected(law, school, state):
    ChecklistFactory()
    NoticeFactory(visit=visit_to(school), served=True, state=state)

    assert draw_up() == 1


def test_an_order_that_has_ended_is_left_alone(notice):
    second = VisitFactory(
        institution=notice.institution, purpose=VisitPurpose.REINSPECTION, confirmed=True
    )
    services.reinspect(
        notice.pk,
        visit_id=second.pk,
        result="passed",
        by=notice.drafted_by,
        at=at_noon(DUE),
    )

    assert draw_up() == 0


def test_a_longer_limit_brings_a_second_re_inspection(notice):
    draw_up()
    Visit.objects.filter(pk=planned().pk).update(
        state=VisitState.CANCELLED,
        cancelled_at=at_noon(DUE),
        cancelled_by=notice.drafted_by,
        cancel_reason="已延期",
    )
    notice.due_on = date(2021, 12, 8)
    notice.save()

    assert draw_up(date(2021, 12, 8)) == 1
    assert notice.reinspection_plans.count() == 2
