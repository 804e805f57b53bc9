from datetime import date, timedelta

import pytest

from assignments.errors import DueInThePast
from assignments.models import Assignment
from assignments.services import Within, decline
from audit.models import AuditEvent
from common.errors import NotAllowed, NotFound, WrongState
from inspections import errors
from inspections.models import FindingAssignment
from inspections.services import confirm_visit, route_finding, void_visit
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.cases import law
from tests.factories.inspections import FindingFactory, VisitFactory, VisitOfficerFactory
from tests.times import DAY, NOON

DUE = DAY + timedelta(days=10)


def route(finding, department, by):
    return route_finding(finding.pk, department=department, due_on=DUE, by=by, at=NOON)


def test_confirm_visit_by_the_section_head(county, head):
    visit = VisitFactory(recorded=True)

    confirm_visit(visit.pk, by=head, at=NOON)

    visit.refresh_from_db()
    assert (visit.state, visit.confirmed_by, visit.confirmed_at) == ("confirmed", head, NOON)
    event = AuditEvent.objects.get()
    assert (event.kind, event.before, event.after) == ("visit.confirm", "recorded", "confirmed")


@pytest.mark.parametrize("part", ["recorder", "officer", "auxiliary"])
def test_confirm_visit_by_somebody_of_it_is_refused(county, head, part):
    visit = VisitFactory(recorded=True, **{"recorded_by": head} if part == "recorder" else {})
    if part != "recorder":
        seat = {"certificate_no": "HN7"} if part == "officer" else {"auxiliary": True}
        VisitOfficerFactory(visit=visit, user=head, **seat)

    with pytest.raises(errors.OwnWork, match="不能由您确认；请由其他有权人员确认"):
        confirm_visit(visit.pk, by=head, at=NOON)

    visit.refresh_from_db()
    assert (visit.state, visit.confirmed_at) == ("recorded", None)
    assert not AuditEvent.objects.exists()


def test_confirm_visit_by_an_inspector_is_refused(county):
    visit = VisitFactory(recorded=True)

    with pytest.raises(NotAllowed):
        confirm_visit(visit.pk, by=UserFactory(inspector=True), at=NOON)

    visit.refresh_from_db()
    assert visit.state == "recorded"
    assert not AuditEvent.objects.exists()


def test_confirm_visit_twice_is_refused(county, head):
    visit = VisitFactory(confirmed=True)

    with pytest.raises(WrongState, match="现在是“已确认”"):
        confirm_visit(visit.pk, by=head, at=NOON)

    assert not AuditEvent.objects.exists()


def test_void_visit_keeps_the_record_and_says_why(county, head):
    finding = FindingFactory(visit=VisitFactory(recorded=True))

    void_visit(finding.visit.pk, reason="地点写错", by=head, at=NOON)

    visit = finding.visit
    visit.refresh_from_db()
    assert (visit.state, visit.cancel_reason) == ("cancelled", "地点写错")
    assert visit.findings.get() == finding
    assert AuditEvent.objects.get().facts == {"reason": "地点写错"}


def test_void_confirmed_visit_is_refused(county, head):
    visit = VisitFactory(confirmed=True)

    with pytest.raises(WrongState):
        void_visit(visit.pk, reason="写错", by=head, at=NOON)

    assert not AuditEvent.objects.exists()


def test_route_finding_asks_the_department(county, head, fire):
    finding = FindingFactory(routed_one=True)

    link = route(finding, fire, head)

    asked = link.assignment
    assert (asked.kind, asked.asked_of, asked.due_on) == ("routed_finding", fire, DUE)
    assert "二楼安全出口上锁。" in asked.text
    assert finding.routed.title in asked.text
    assert AuditEvent.objects.get(kind="finding.route").facts["department"] == "县消防大队"


def test_route_finding_within_working_days_reminds(county, head, fire):
    law()
    finding = FindingFactory(routed_one=True)
    told = {"department": fire, "within": Within(5, "working_day")}

    asked = route_finding(finding.pk, **told, by=head, at=NOON).assignment

    assert (asked.deadline.length, asked.deadline.owner) == ("5个工作日", head)
    assert asked.due_on == asked.deadline.due_on == date(2021, 11, 17)


def test_route_finding_twice_is_refused(county, head, fire):
    finding = FindingFactory(routed_one=True)
    route(finding, fire, head)

    with pytest.raises(errors.AlreadyRouted, match="已移交县消防大队（待接收）"):
        route(finding, DepartmentFactory(market=True), head)

    assert Assignment.objects.count() == FindingAssignment.objects.count() == 1


def test_route_finding_again_after_it_was_given_back(county, head, fire):
    finding = FindingFactory(routed_one=True)
    partner = UserFactory(partner_officer=True)
    first = route(finding, fire, head)
    decline(first.assignment_id, reason="属市场监管", by=partner, at=NOON)

    second = route(finding, DepartmentFactory(market=True), head)

    assert second.assignment.asked_of.code == "samr"
    assert finding.assignment_links.count() == 2


def test_route_own_finding_is_refused(county, head, fire):
    finding = FindingFactory()

    with pytest.raises(errors.OwnFindingNotRouted):
        route(finding, fire, head)

    assert not Assignment.objects.exists()


def test_route_finding_of_a_visit_not_confirmed_is_refused(county, head, fire):
    finding = FindingFactory(visit=VisitFactory(recorded=True), routed_one=True)

    with pytest.raises(WrongState, match="不能移交问题；须先处于“已确认”"):
        route(finding, fire, head)

    assert not Assignment.objects.exists()


def test_route_finding_to_education_itself_is_refused(county, head):
    finding = FindingFactory(routed_one=True)

    with pytest.raises(errors.RoutedToSelf, match="不能移交给本部门县教育局"):
        route(finding, head.department, head)

    assert not Assignment.objects.exists()


def test_route_finding_unknown_late_or_without_right_is_refused(county, head, fire):
    finding = FindingFactory(routed_one=True)
    yesterday = DAY - timedelta(days=1)

    with pytest.raises(NotFound):
        route_finding(0, department=fire, due_on=DUE, by=head, at=NOON)
    with pytest.raises(DueInThePast):
        route_finding(finding.pk, department=fire, due_on=yesterday, by=head, at=NOON)
    with pytest.raises(NotAllowed):
        route(finding, fire, UserFactory(partner_officer=True))

    assert not Assignment.objects.exists()
