"""Which law applies, and the range of a fine, on the pages of a case."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cases.models import Decision
from common.clock import localdate
from policies.services import load_calendar
from tests.factories import cases as scenes
from tests.factories.policies import BenchmarkFactory


@pytest.fixture
def today(people):
    day = localdate(timezone.now())
    load_calendar((day.year,), at=timezone.now())
    return day


def test_a_law_that_nobody_can_compare_is_chosen_on_the_page(people, today, browser_of):
    case = scenes.with_open_law(people)
    browser = browser_of(people.lead)
    row = case.violations.get()
    url = f"/cases/{case.pk}/do/choose-law/{row.pk}/"
    assert url in browser.get(f"/cases/{case.pk}/").text

    refused = browser.post(url, {"law": "then", "reason": ""})
    assert refused.status_code == 200
    browser.post(url, {"law": "then", "reason": "规定虽已失效，行为时违法"})

    row.refresh_from_db()
    assert row.chosen == "then"
    assert "行为发生时的规定：规定虽已失效" in browser.get(f"/cases/{case.pk}/").text


def test_where_the_law_did_not_change_nothing_is_asked(people, today, browser_of):
    case = scenes.ended(people)

    assert "choose-law" not in browser_of(people.lead).get(f"/cases/{case.pk}/").text


def test_the_page_says_which_law_a_notice_applies(people, browser_of):
    case = scenes.ended(people)
    scenes.drafted(case, people)

    page = browser_of(people.lead).get(f"/cases/{case.pk}/").text

    assert "T900：现行规定，行为发生以后没有变化（2018年12月29日起的条文）" in page


def decision_sent(**more: str) -> dict[str, str]:
    told = scenes.penalty()
    said = {name: getattr(told, name) for name in ("kind", "facts", "basis", "reason")}
    said |= {"statement_answer": told.statement_answer, "performance": told.performance}
    return {**said, "p3": "3000", **more}


def test_a_tier_of_the_catalogue_is_chosen_and_gives_the_range(people, today, browser_of):
    BenchmarkFactory(violation_code="T900", code="T900-serious-P3", max_fen=500_000)
    case = scenes.answered(people)
    browser, url = browser_of(people.lead), f"/cases/{case.pk}/do/decision/"
    assert "T900　严重（0元至5,000元）" in browser.get(url).text

    refused = browser.post(url, decision_sent())
    assert "请选择适用的裁量阶次" in refused.text
    browser.post(url, decision_sent(tier="T900/serious"))

    made = Decision.objects.get()
    assert (made.fine_min_fen, made.fine_max_fen) == (0, 500_000)
