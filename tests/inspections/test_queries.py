from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point

from common.errors import NotFound
from inspections import queries
from inspections.models import Campaign, Finding, Visit
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.assignments import AssignmentFactory
from tests.factories.inspections import (
    CampaignFactory,
    CampaignTargetFactory,
    FindingAssignmentFactory,
    FindingFactory,
    VisitAssignmentFactory,
    VisitFactory,
    VisitOfficerFactory,
)
from tests.factories.policies import ParameterFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def guest():
    return UserFactory(partner_officer=True, certificate=True)


@pytest.mark.parametrize("role", ["inspector", "section_head", "legal_reviewer", "bureau_head"])
def test_visits_for_education_staff_are_all_of_the_county(role):
    visits = VisitFactory.create_batch(2)

    seen = queries.visits_for(UserFactory(**{role: True}))

    assert set(seen) == set(visits)


def test_visits_for_a_partner_are_those_asked_or_attended(guest):
    VisitFactory()
    VisitAssignmentFactory(assignment__asked_of=DepartmentFactory(market=True))
    asked = VisitAssignmentFactory().visit
    went = VisitOfficerFactory(visit=VisitFactory(), user=guest).visit

    assert set(queries.visits_for(guest)) == {asked, went}


def test_visits_for_a_partner_end_when_the_asking_is_taken_back(guest):
    VisitAssignmentFactory(
        assignment=AssignmentFactory(
            state="withdrawn", closed_at=NOON, closed_by=guest, close_reason="取消"
        )
    )

    assert not queries.visits_for(guest).exists()
    assert not Visit.objects.joint().exists()


def test_visits_for_people_without_a_part_are_none():
    VisitAssignmentFactory()
    nobody = (
        UserFactory(system_administrator=True),
        UserFactory(inspector=True, is_active=False),
        UserFactory(partner_officer=True, department=None),
    )

    assert [queries.visits_for(user).count() for user in nobody] == [0, 0, 0]


def test_findings_for_a_partner_are_those_handed_to_it_and_those_of_its_visits(guest):
    handed = FindingAssignmentFactory().finding
    FindingFactory(visit=handed.visit)
    shared = FindingFactory(visit=VisitAssignmentFactory().visit)
    FindingAssignmentFactory(assignment__asked_of=DepartmentFactory(market=True))

    assert set(queries.findings_for(guest)) == {handed, shared}
    assert queries.findings_for(UserFactory(inspector=True)).count() == Finding.objects.count() == 4


def test_campaigns_for_a_partner_are_those_it_takes_part_in(guest):
    CampaignFactory()
    joint = CampaignFactory(departments=[guest.department])

    assert list(queries.campaigns_for(guest)) == [joint]
    assert queries.campaigns_for(UserFactory(inspector=True)).count() == Campaign.objects.count()
    assert not queries.campaigns_for(UserFactory(system_administrator=True)).exists()


def test_get_visit_that_may_not_be_known_is_not_found(guest):
    visit = VisitFactory()

    with pytest.raises(NotFound, match="没有找到这次检查"):
        queries.get_visit(visit.pk, guest)

    assert queries.get_visit(visit.pk, UserFactory(inspector=True)) == visit


def test_visits_today_wait_to_be_approved_or_recorded():
    waiting = [VisitFactory(), VisitFactory(approved=True)]
    VisitFactory(recorded=True)
    VisitFactory(planned_on=DAY + timedelta(days=1))

    assert list(queries.visits_today(UserFactory(inspector=True), DAY)) == waiting


def test_lists_of_the_inbox_hold_what_waits():
    planned, approved = VisitFactory(), VisitFactory(approved=True)
    recorded = VisitFactory(recorded=True)
    confirmed = VisitFactory(confirmed=True)
    officer = approved.officers.first().user

    assert list(queries.visits_awaiting_approval()) == [planned]
    assert list(queries.visits_awaiting_confirmation()) == [recorded]
    assert list(queries.my_visits(officer)) == [approved]
    assert set(queries.visits_that_took_place_on(officer, DAY)) == {recorded, confirmed}
    assert not queries.visits_that_took_place_on(officer, DAY + timedelta(days=1)).exists()


def test_visits_of_an_institution_are_its_own():
    visit = VisitFactory()
    VisitFactory()

    assert list(queries.visits_of(visit.institution, UserFactory(inspector=True))) == [visit]


def test_own_findings_leave_out_what_is_routed():
    own = FindingFactory()
    FindingFactory(visit=own.visit, routed_one=True)

    assert list(queries.own_findings(own.visit)) == [own]


def test_took_part_is_the_recorder_and_everybody_who_went():
    visit = VisitFactory(recorded=True)

    assert queries.took_part(visit, visit.recorded_by)
    assert queries.took_part(visit, visit.officers.last().user)
    assert not queries.took_part(visit, UserFactory(inspector=True))


@pytest.mark.parametrize(("distance_m", "far"), [(None, False), (300, False), (301, True)])
def test_is_far_beyond_the_distance_of_the_county(distance_m, far):
    ParameterFactory(key="visit.max_distance_m", value=300)
    place = {} if distance_m is None else {"point": Point(111.6, 25.0, srid=4326)}

    visit = VisitFactory(recorded=True, distance_m=distance_m, **place)

    assert queries.is_far(visit) is far


def test_targets_of_a_campaign_say_whether_they_were_visited():
    campaign = CampaignFactory()
    seen, missed = CampaignTargetFactory.create_batch(2, campaign=campaign)
    VisitFactory(recorded=True, campaign=campaign, institution=seen.institution)
    VisitFactory(approved=True, campaign=campaign, institution=missed.institution)
    VisitFactory(recorded=True, institution=missed.institution)

    rows = {target: target.is_visited for target in queries.targets_of(campaign)}

    assert rows == {seen: True, missed: False}


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_visits_takes_two_queries(django_assert_num_queries, rows):
    VisitFactory.create_batch(rows, recorded=True)
    inspector = UserFactory(inspector=True)

    with django_assert_num_queries(2):
        for visit in queries.visits_for(inspector):
            assert f"{visit}{[str(seat) for seat in visit.officers.all()]}"
            assert [seat.department.name for seat in visit.officers.all()]


def test_neighbour_county_sees_none_of_it(next_door):
    FindingAssignmentFactory()
    VisitAssignmentFactory()
    CampaignTargetFactory()

    with next_door():
        assert not any(model.objects.exists() for model in (Visit, Finding, Campaign))
