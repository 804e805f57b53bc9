"""The dashboard: the follow-up rate stands first and leads to its records."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from policies.services import load_calendar, seed_parameters
from tests.factories.inspections import FindingFactory, VisitFactory
from tests.times import NOON


@pytest.fixture
def desk(county, browser_of, inspector):
    load_calendar((2021,), at=NOON)
    seed_parameters({"organ.name": "桤木县教育局"}, at=NOON)
    return browser_of(inspector)


def found(days_ago: int):
    ends = timezone.now() - timedelta(days=days_ago)
    visit = VisitFactory(confirmed=True, starts_at=ends - timedelta(hours=1), ends_at=ends)
    return FindingFactory(visit=visit)


def since(days: int) -> str:
    return (timezone.now() - timedelta(days=days)).date().isoformat()


def test_the_first_figure_is_the_follow_up_rate(desk):
    found(40)
    found(1)

    page = desk.get(f"/overview/?since={since(60)}").text

    first = re.search(r'<a class="tile[^>]*>', page)[0]
    assert 'id="follow-up-rate"' in first
    assert "50.0%" in page
    assert "2个问题，1个未及时跟进" in page


def test_the_list_shows_the_late_ones_until_others_are_asked_for(desk):
    late, new = found(40), found(1)

    usual = desk.get(f"/overview/?since={since(60)}").text
    every = desk.get(f"/overview/?since={since(60)}&stage=&town=").text

    assert late.visit.institution.name in usual
    assert new.visit.institution.name not in usual
    assert new.visit.institution.name in every


def test_without_violations_it_says_so(desk):
    page = desk.get("/overview/").text

    assert "没有发现问题" in page


def test_a_day_that_is_none_is_refused(desk):
    answer = desk.get("/overview/?since=yesterday")

    assert answer.status_code == 422
    assert "发现日期自" in answer.text
