"""How far targets have come, and the figures by day, department and town."""

import json
from datetime import date, timedelta

import pytest

from common.clock import at_noon
from inspections.states import TargetOutcome
from reports.progress import Step, as_geojson, by_day, by_department, by_town, targets_with_steps
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.enforcement import NoticeFactory
from tests.factories.inspections import (
    CampaignFactory,
    CampaignTargetFactory,
    FindingFactory,
    ListedProblemFactory,
    VisitFactory,
)
from tests.times import DAY, NOON


@pytest.fixture
def campaign(county):
    return CampaignFactory(departments=[DepartmentFactory(fire=True)])


def target(campaign, address="城关镇文化路8号", **facts):
    return CampaignTargetFactory(
        campaign=campaign, institution__site=True, institution__site__address=address, **facts
    )


def visited(row, on=DAY, **facts):
    return VisitFactory(
        institution=row.institution,
        campaign=row.campaign,
        confirmed=True,
        starts_at=at_noon(on) - timedelta(hours=1),
        ends_at=at_noon(on),
        **facts,
    )


@pytest.fixture
def one_of_each(campaign):
    """A target at each step, in the order of the steps; the last two are settled."""
    rows = [target(campaign) for _ in Step]
    for row in rows[1:]:
        visited(row)
    FindingFactory(visit=rows[2].institution.visits.get())
    NoticeFactory(visit=rows[3].institution.visits.get(), served=True)
    closed = NoticeFactory(visit=rows[4].institution.visits.get(), served=True)
    closed.state, closed.closed_at, closed.closed_by = "closed", NOON, closed.drafted_by
    closed.save()
    facts = {"outcome_at": NOON, "outcome_by": closed.drafted_by}
    rows.append(target(campaign, outcome=TargetOutcome.REREGISTERED_NONPROFIT, **facts))
    return rows


def test_each_target_stands_at_its_furthest_step(campaign, one_of_each):
    steps = [row.step for row in targets_with_steps(campaign)]

    assert steps == [*Step, Step.SETTLED]


def test_the_map_has_a_point_per_located_target_with_its_step(campaign, one_of_each):
    CampaignTargetFactory(campaign=campaign)

    features = json.loads(as_geojson(targets_with_steps(campaign)))["features"]

    assert [feature["properties"]["step"] for feature in features] == [*Step, Step.SETTLED]
    assert features[0]["geometry"]["coordinates"] == [111.6, 25.0]


def test_towns_add_up_and_the_least_visited_comes_first(campaign, one_of_each):
    target(campaign, address="沱江镇江边")

    towns = by_town(targets_with_steps(campaign))

    assert [(row.town, row.targets, row.visited, row.settled) for row in towns] == [
        ("沱江镇", 1, 0, 0),
        ("城关镇", 6, 5, 2),
    ]


def test_a_day_counts_what_was_done_on_it(campaign):
    row = target(campaign)
    visit = visited(row)
    FindingFactory.create_batch(2, visit=visit)
    visited(row, on=DAY + timedelta(days=2))
    ListedProblemFactory(target=row, struck_off=True)

    later, first = by_day(campaign, date(2021, 12, 24))

    assert (first.day, first.visits, first.first_visits, first.findings) == (DAY, 1, 1, 2)
    assert (first.listed, first.struck_off) == (1, 1)
    assert (later.visits, later.first_visits) == (1, 0)


def test_while_it_runs_today_is_there_even_when_nothing_was_done(campaign):
    assert [row.day for row in by_day(campaign, DAY)] == [DAY]
    assert by_day(campaign, date(2021, 12, 24)) == []


def test_a_joint_visit_counts_for_each_department_that_went(campaign):
    people = [
        UserFactory(inspector=True, certificate=True),
        UserFactory(partner_officer=True, certificate=True),
    ]
    visited(target(campaign), officers=people)

    rows = {row.name: row for row in by_department(campaign, DAY)}

    assert (rows["县教育局"].visits, rows["县消防大队"].visits) == (1, 1)
    assert (rows["县消防大队"].visits_that_day, rows["县消防大队"].people) == (1, 1)
