"""Two reviewers at once, with real commits, in a county that is thrown away afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from audit.models import AuditEvent
from cases import services
from cases.errors import FileReviewDrawn, FileScored
from cases.models import FileReview, ReviewedFile, ReviewMark
from common.errors import Refusal
from tenants.models import County
from tests.committed import at_once, committed_county
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.cases import People
from tests.factories.filereviews import NEW_YEAR, drawn, scored, stranger

pytestmark = [pytest.mark.race, pytest.mark.slow]


@pytest.fixture
def lone_county(django_db_setup, django_db_blocker) -> Iterator[County]:
    with django_db_blocker.unblock(), committed_county("999914") as county:
        scenes.law()
        yield county


def only_refusal(results: list[object]) -> Refusal:
    (refusal,) = [result for result in results if isinstance(result, Refusal)]
    return refusal


def test_two_people_score_one_file_once(lone_county):
    review = drawn(People())
    file = review.files.get()
    strict, mild = stranger(), stranger()

    results = at_once(lone_county, lambda: scored(file, strict, 归档=0), lambda: scored(file, mild))

    assert isinstance(only_refusal(results), FileScored)
    kept = ReviewedFile.objects.get()
    assert kept.total == (95 if kept.scored_by == strict else 100)
    assert ReviewMark.objects.count() == len(review.sheet)
    assert AuditEvent.objects.filter(kind="file_review.score").count() == 1


def test_two_people_draw_one_year_once(lone_county):
    endings.closed(People())

    def draw(who):
        return lambda: services.draw_file_review(2021, 1, by=who, at=NEW_YEAR)

    results = at_once(lone_county, draw(stranger()), draw(stranger()))

    assert isinstance(only_refusal(results), FileReviewDrawn)
    assert (FileReview.objects.count(), ReviewedFile.objects.count()) == (1, 1)
