"""Exchanging an officer on the page of a visit."""

from __future__ import annotations

import pytest

from inspections.models import Visit
from inspections.states import VisitState
from tests.factories.accounts import UserFactory
from tests.factories.field import ChainFactory
from tests.factories.inspections import VisitFactory


@pytest.fixture
def third(county):
    return UserFactory(inspector=True, full_name="周小兰", certificate__valid_until="2199-12-31")


def _post(browser, visit, third, **changes):
    out = visit.officers.all()[0].user_id
    sent = {"out": out, "into": third.pk, "reason": "手机遗失"} | changes
    return browser.post(f"/visits/{visit.pk}/exchange/", sent)


def test_officer_is_exchanged_and_the_page_says_so(browser_of, head, approved, third):
    browser = browser_of(head)
    button = browser.get(f"/visits/{approved.pk}/").text

    answer = _post(browser, approved, third)

    page = browser.get(answer.url).text
    assert f"/visits/{approved.pk}/exchange/" in button
    assert "等待批准" in page
    assert "周小兰" in page
    assert Visit.objects.get().state == VisitState.PLANNED


def test_begun_visit_comes_back_with_the_sentence(browser_of, head, approved, third):
    ChainFactory(visit=approved)

    answer = _post(browser_of(head), approved, third)

    assert "设备遗失的，请先停用该设备" in answer.text
    assert Visit.objects.get().state == VisitState.APPROVED


def test_recorded_visit_has_no_button_and_keeps_its_people(browser_of, head, third):
    visit = VisitFactory(recorded=True)
    before = [one.user_id for one in visit.officers.all()]
    browser = browser_of(head)

    answer = _post(browser, visit, third)

    assert "/exchange/" not in browser.get(f"/visits/{visit.pk}/").text
    assert answer.status_code == 200
    assert [one.user_id for one in visit.officers.all()] == before


def test_visit_of_nobody_is_not_found(browser_of, head):
    assert browser_of(head).get("/visits/0/exchange/").status_code == 404
