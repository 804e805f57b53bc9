"""Service on the page of a case: what is out, what was tried, where the party wants it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import CaseDeadline
from cases.states import CaseState
from common.clock import localdate
from policies.services import load_calendar
from serving.models import Attempt, Delivery
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory
from tests.factories.serving import receipt


@pytest.fixture
def today(people):
    """Pages look at the clock, so the calendar of this year is needed."""
    day = localdate(timezone.now())
    load_calendar((day.year,), at=timezone.now())
    return day


@pytest.fixture
def decided(people):
    decision = scenes.decided(people)
    return decision, endings.printed(decision, scenes.days(30))


def send(browser, decision, act, papers, **told):
    return browser.post(f"/cases/{decision.case_id}/do/{act}/", {"papers": papers, **told})


def test_what_is_out_and_unserved_stands_on_the_page(decided, people, browser_of):
    decision, papers = decided

    page = browser_of(people.lead).get(f"/cases/{decision.case_id}/")
    service = next(one for one in page.context["sections"] if one.key == "service")

    tags = {entry.url: entry.tag for entry in service.entries}
    assert tags == {f"/papers/{pk}/": "未送达" for pk in papers}
    assert "登记送达地址确认书" in [button.label for button in service.buttons]


def test_an_attempt_is_entered_for_several_papers_and_shown(decided, people, today, browser_of):
    decision, papers = decided
    told = {"hindrance": "absent", "tried_on": today, "place": "凤凰路1号", "note": "门锁"}
    browser = browser_of(people.lead)

    first = send(browser, decision, "attempt", papers, **told)
    again = send(browser, decision, "attempt", papers, **told)

    assert first.url == f"/cases/{decision.case_id}/"
    assert "已经登记" in again.text
    assert Attempt.objects.count() == len(papers)
    assert "送达未成：受送达人不在；凤凰路1号；门锁" in browser.get(first.url).text


def test_the_second_click_on_a_service_says_that_it_is_entered(decided, people, today, browser_of):
    decision, papers = decided
    told = {"way": "direct", "delivered_on": today, "recipient": "王春梅"}
    browser = browser_of(people.lead)

    send(browser, decision, "serve", papers, **told, proof=receipt())
    again = send(browser, decision, "serve", papers, **told, proof=receipt())

    assert "所选文书已经登记送达" in again.text
    assert Delivery.objects.count() == len(papers)
    assert CaseDeadline.objects.filter(case=decision.case_id, role="payment").count() == 1


def test_a_notice_is_published_fetched_and_the_case_moves(decided, people, today, browser_of):
    decision, papers = decided
    browser = browser_of(people.lead)
    lost = {"hindrance": "unknown", "tried_on": today - timedelta(days=9), "place": "凤凰路1号"}
    send(browser, decision, "attempt", papers, **lost, note="已走访社区")
    told = {"delivered_on": today - timedelta(days=9), "reason": "下落不明", "place": "局网站"}
    send(browser, decision, "serve", papers, way="public_notice", **told, proof=receipt())
    page = browser.get(f"/cases/{decision.case_id}/").text
    assert "公告送达中" in page

    fetched = {"way": "direct", "delivered_on": today, "recipient": "王春梅"}
    send(browser, decision, "serve-again", papers, **fetched, proof=receipt())

    decision.case.refresh_from_db()
    assert decision.case.state == CaseState.SERVED


def test_another_officer_serves_nothing(decided, today, browser_of):
    decision, papers = decided
    told = {"way": "direct", "delivered_on": today, "recipient": "王春梅", "proof": receipt()}

    answer = send(browser_of(UserFactory(inspector=True)), decision, "serve", papers, **told)

    assert answer.status_code == 403
    assert not Delivery.objects.exists()


def test_a_case_with_more_papers_asks_no_more_questions_about_them(people, browser_of):
    case, browser = endings.handed_over(people), browser_of(people.lead)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"/cases/{case.pk}/")
        return len([one for one in queries if "serving_" in one["sql"]])

    before = asked()
    endings.urged(case, people, localdate(scenes.days(35)))

    assert asked() == before
