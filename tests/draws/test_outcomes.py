"""What came out of a drawn visit is public when the rule says so, as a label."""

from __future__ import annotations

from datetime import timedelta

import pytest

from draws.models import DrawnVisit
from draws.outcomes import outcomes_of
from draws.states import DrawnOutcome
from inspections.states import FindingVerdict
from tests.factories.draws import DrawFactory, DrawnVisitFactory, PlanCauseFactory
from tests.factories.inspections import FindingFactory, VisitFactory
from tests.factories.releases import FindingReviewFactory
from tests.times import DAY

OVER = DAY + timedelta(days=60)


@pytest.fixture
def draw(parameters):
    return DrawFactory(published=True)


def _visited(draw, **visit) -> DrawnVisit:
    row = DrawnVisitFactory(draw=draw)
    made = VisitFactory(institution=row.institution, **visit or {"confirmed": True})
    PlanCauseFactory(plan__visit=made, drawn_visit=row)
    return row


def _reviewed(row, **review) -> None:
    finding = FindingFactory(visit=row.cause.plan.visit)
    FindingReviewFactory(finding=finding, **review)


def test_nothing_found_or_everything_dropped_is_clean(draw):
    clean, dropped = _visited(draw), _visited(draw)
    _reviewed(dropped, verdict=FindingVerdict.DROPPED, reason="证据不足")

    told = {clean.pk: DrawnOutcome.CLEAN, dropped.pk: DrawnOutcome.CLEAN}
    assert outcomes_of(draw, OVER) == told


def test_one_finding_not_put_right_on_the_spot_counts(draw):
    all_right, one_left = _visited(draw), _visited(draw)
    for row in (all_right, one_left):
        _reviewed(row, is_corrected_on_site=True, correction="当场清理")
    _reviewed(one_left)

    told = {all_right.pk: DrawnOutcome.CORRECTED, one_left.pk: DrawnOutcome.FOUND}
    assert outcomes_of(draw, OVER) == told


def test_an_outcome_is_public_on_its_day_and_not_before(draw):
    """Twenty working days after Wednesday the 10th of November 2021."""
    row = _visited(draw)
    due = DAY + timedelta(days=28)

    before, after = outcomes_of(draw, due - timedelta(days=1)), outcomes_of(draw, due)

    assert (before, after) == ({}, {row.pk: DrawnOutcome.CLEAN})


def test_a_record_that_nobody_confirmed_and_a_draw_that_is_not_public_tell_nothing(draw):
    _visited(draw, recorded=True)
    hidden = DrawFactory(drawn=True)
    _visited(hidden)

    assert outcomes_of(draw, OVER) == outcomes_of(hidden, OVER) == {}


def test_outcomes_of_many_are_read_in_few_statements(draw, django_assert_num_queries):
    for _ in range(3):
        _visited(draw)
    outcomes_of(draw, OVER)

    with django_assert_num_queries(5):
        outcomes_of(draw, OVER)
