"""Two people at once, with real commits, in a county made for it and dropped again."""

from datetime import timedelta
from uuid import UUID

import pytest

from audit.queries import history_of
from common.errors import WrongState
from inspections.errors import AlreadyRouted
from inspections.services import FindingIn, confirm_visit, record_visit, route_finding
from tests.committed import at_once, committed_county
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.inspections import FindingFactory, VisitFactory
from tests.factories.policies import ViolationFactory
from tests.inspections.conftest import REQUEST, a_record
from tests.times import DAY, NOON

pytestmark = pytest.mark.race


@pytest.fixture(scope="module")
def own_county(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), committed_county("999972") as county:
        yield county


def _kinds(results):
    return sorted(type(result).__name__ for result in results)


def _recordable():
    people = UserFactory.create_batch(2, inspector=True, certificate=True)
    return VisitFactory(approved=True, officers=people), people


def test_one_record_sent_four_times_at_once_is_written_once(own_county):
    visit, people = _recordable()
    ViolationFactory(code="V35")
    record = a_record(findings=(FindingIn("无证办学", violation_code="V35"),))

    def send():
        return record_visit(visit.pk, record, request_id=REQUEST, by=people[0], at=NOON)

    results = at_once(own_county, *[send] * 4)

    assert [result.pk for result in results] == [visit.pk] * 4
    assert visit.findings.count() == 1
    assert history_of(visit).count() == 1


def test_of_two_records_of_one_visit_at_once_one_is_refused(own_county):
    visit, people = _recordable()

    def send(no):
        request = {"request_id": UUID(int=no), "by": people[no - 2], "at": NOON}
        return lambda: record_visit(visit.pk, a_record(), **request)

    results = at_once(own_county, send(2), send(3))

    assert _kinds(results) == ["Visit", "WrongState"]
    assert history_of(visit).count() == 1


def test_of_two_confirmations_at_once_one_is_refused(own_county):
    visit = VisitFactory(recorded=True)
    heads = UserFactory.create_batch(2, section_head=True)

    results = at_once(
        own_county, *[lambda by=by: confirm_visit(visit.pk, by=by, at=NOON) for by in heads]
    )

    assert _kinds(results) == ["Visit", "WrongState"]
    assert any(isinstance(result, WrongState) for result in results)
    visit.refresh_from_db()
    assert visit.confirmed_by in heads
    assert history_of(visit).count() == 1


def test_of_two_routings_at_once_one_is_refused(own_county):
    finding, head = FindingFactory(routed_one=True), UserFactory(section_head=True)
    departments = [DepartmentFactory(fire=True), DepartmentFactory(market=True)]
    due_on = DAY + timedelta(days=5)

    def to(department):
        facts = {"department": department, "due_on": due_on, "by": head, "at": NOON}
        return lambda: route_finding(finding.pk, **facts)

    results = at_once(own_county, *map(to, departments))

    assert _kinds(results) == ["AlreadyRouted", "FindingAssignment"]
    assert any(isinstance(result, AlreadyRouted) for result in results)
    assert finding.assignment_links.count() == 1
