"""The room of orders made out on site: releasing, giving back, looking at what came home odd."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from common.clock import localdate
from enforcement.models import Notice, OrderRelease, ReleasedOrder
from enforcement.states import ArrivalState, ReleaseState
from policies.services import load_calendar
from tests.enforcement.on_site import HANDED_AT, first_of, handed, officers_of, paper_for, released
from tests.factories.accounts import OfficerCertificateFactory, UserFactory
from tests.factories.releases import OrderArrivalFactory


@pytest.fixture
def waiting(visit, people):
    """A paper handed over a day late."""
    order = first_of(released(visit, people))
    return handed(visit, order, handed_at=HANDED_AT + timedelta(days=1))


def test_the_room_shows_releases_what_is_left_over_and_what_waits(browser_of, people, waiting):
    answer = browser_of(people.bureau_head).get("/orders/")

    assert answer.status_code == 200
    for words in ("2021年11月10日", "城关镇日常巡查", "回传文书待核定", "过期未交回的文号"):
        assert words in answer.text, words


def test_an_empty_room_says_so(browser_of, people):
    answer = browser_of(people.section_head).get("/orders/")

    assert "还没有签发" in answer.text
    assert "/orders/new/" not in answer.text


def test_a_bureau_head_releases_numbers(browser_of, people, law):
    today = localdate(timezone.now())
    load_calendar((today.year,), at=timezone.now())
    officer = UserFactory(inspector=True, full_name="王小明")
    OfficerCertificateFactory(
        user=officer, valid_from=date(2021, 1, 1), valid_until=today + timedelta(days=9)
    )
    sent = {
        "form": "spot",
        "day": today.isoformat(),
        "each": 2,
        "officers": [officer.pk],
        "reason": "日常巡查",
    }

    answer = browser_of(people.bureau_head).post("/orders/new/", sent)

    release = OrderRelease.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/orders/{release.pk}/")
    assert [order.holder for order in release.orders.all()] == [officer, officer]


def test_a_refused_release_keeps_what_was_typed(browser_of, people, visit):
    sent = {"form": "spot", "day": "2021-11-10", "each": 2, "reason": "日常巡查"}

    answer = browser_of(people.bureau_head).post("/orders/new/", sent)

    assert "日常巡查" in answer.text
    assert not OrderRelease.objects.exists()


def test_a_release_shows_its_numbers_and_its_text(browser_of, people, visit):
    release = released(visit, people)
    handed(visit, first_of(release))

    text = browser_of(people.section_head).get(f"/orders/{release.pk}/").text

    for words in ("县教当改字〔2021〕1号", "已交付", "青禾培训学校", "第二十八条", "3个工作日"):
        assert words in text, words
    assert "交回作废" not in text


def test_an_officer_gives_an_own_number_back(browser_of, people, visit):
    order = first_of(released(visit, people))
    browser = browser_of(order.holder)
    address = f"/orders/{order.release_id}/{order.pk}/back/"

    assert order.number in browser.get(address).text
    browser.post(address, {"reason": "当天没有发现问题"})

    order.refresh_from_db()
    assert (order.state, order.void_reason) == (ReleaseState.VOIDED, "当天没有发现问题")


def test_another_officer_may_not(browser_of, people, visit):
    order = first_of(released(visit, people))

    answer = browser_of(officers_of(visit)[1]).post(
        f"/orders/{order.release_id}/{order.pk}/back/", {"reason": "未用"}
    )

    assert answer.status_code == 403
    assert ReleasedOrder.objects.get(pk=order.pk).state == ReleaseState.OUT


@pytest.mark.parametrize(("verb", "state"), [("accept", "taken"), ("refuse", "refused")])
def test_a_bureau_head_settles_what_came_home_odd(browser_of, people, waiting, verb, state):
    browser = browser_of(people.bureau_head)

    page = browser.get(f"/orders/arrivals/{waiting.pk}/").text
    browser.post(f"/orders/arrivals/{waiting.pk}/{verb}/", {"reason": "已向当事人核实"})

    assert "只限2021年11月10日使用" in page
    waiting.refresh_from_db()
    assert (waiting.state, waiting.settle_reason) == (state, "已向当事人核实")
    assert Notice.objects.exists() == (verb == "accept")
    assert "已向当事人核实" in browser.get(f"/orders/arrivals/{waiting.pk}/").text


def test_a_settlement_that_is_refused_says_why(browser_of, people, visit):
    order = first_of(released(visit, people))
    payload = paper_for(visit, order) | {"filled": {}}
    arrival = handed(visit, order, payload)

    answer = browser_of(people.bureau_head).post(
        f"/orders/arrivals/{arrival.pk}/accept/", {"reason": "可"}
    )

    assert "内容不完整" in answer.text
    arrival.refresh_from_db()
    assert arrival.state == ArrivalState.WAITING


@pytest.mark.parametrize(
    "payload",
    [{"filled": 5, "party": [], "findings": "x", "paragraphs": {}}, {"findings": [1, {"no": {}}]}],
)
def test_a_paper_of_any_shape_can_be_looked_at(browser_of, people, payload):
    arrival = OrderArrivalFactory(payload=payload)

    answer = browser_of(people.bureau_head).get(f"/orders/arrivals/{arrival.pk}/")

    assert answer.status_code == 200


def test_the_inbox_tells_of_both(browser_of, people, waiting):
    late = waiting.order  # whatever came home odd is not yet a paper of its number

    head, officer = browser_of(people.bureau_head).get("/"), browser_of(late.holder).get("/")

    assert "回传文书待核定" in head.text
    assert f"{late.number} 未使用" in officer.text


def test_a_list_costs_as_many_queries_for_three_rows_as_for_one(
    browser_of, people, visit, queries_of
):
    released(visit, people)
    browser = browser_of(people.section_head)
    one = queries_of(browser, "/orders/")
    released(visit, people)
    released(visit, people)

    assert queries_of(browser, "/orders/") == one
