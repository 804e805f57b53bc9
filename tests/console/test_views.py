"""What operators see: figures that counties pushed, and nothing of what is in them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from console import health
from console.models import CountyPulse
from console.queries import county_lines
from tenants.models import CountyEvent
from tests.doors import come_in
from tests.factories.accounts import UserFactory

HOST = "console.test"
PAGES = ["/", "/checks/", "/checks/now/", "/history/", "/queues/", "/counties/999901/"]
UNKNOWN = "UNKNOWN<%s>"


@pytest.fixture
def public(counties, settings):
    settings.YUJIAN_CONSOLE_HOSTS = [HOST]
    connection.set_schema_to_public()
    return counties


@pytest.fixture
def operator(public) -> Client:
    person = UserFactory(roles=["operator"], department=None)
    return come_in(Client(HTTP_HOST=HOST), person)


@pytest.fixture
def few_checks(monkeypatch):
    found = {"数据库": lambda: (True, "正常"), "备份": lambda: (False, "还没有备份过")}
    monkeypatch.setattr(health, "PROBES", found)


@pytest.mark.parametrize("path", PAGES)
def test_strangers_are_led_to_the_door(public, path):
    answer = Client(HTTP_HOST=HOST).get(path)

    assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/login/")


@pytest.mark.parametrize("path", PAGES)
def test_who_is_no_operator_is_refused(public, path):
    browser = come_in(Client(HTTP_HOST=HOST), UserFactory(roles=[], department=None))

    answer = browser.get(path)

    assert answer.status_code == 403
    assert "not_allowed" in answer.text


def test_every_address_of_the_console_asks_for_an_operator():
    (own,) = [
        entry
        for entry in get_resolver("config.urls_public").url_patterns
        if getattr(entry, "namespace", "") == "console"
    ]

    assert all(isinstance(entry, URLPattern) for entry in own.url_patterns)
    assert [e.name for e in own.url_patterns if not hasattr(e.callback, "console_page")] == []


def test_counties_in_trouble_come_first(operator, public):
    now = timezone.now()
    CountyEvent.objects.create(county_code="", kind="platform.back_up", at=now)
    for county, stopped in zip(public, (0, 3), strict=True):
        CountyPulse.objects.create(
            county_code=county.code,
            at=now,
            waiting_papers=5,
            stopped_papers=stopped,
            sealed_at=now - timedelta(minutes=2),
        )

    page = operator.get("/").text

    assert page.index("白桦县") < page.index("桤木县")
    assert "3 份文书印制受阻" in page
    assert "<strong>10</strong><span>待印文书</span>" in page
    assert "2 分钟前" in page


def test_a_county_that_never_said_anything_is_in_trouble(operator, public):
    page = operator.get("/counties/999901/").text

    assert "没有上报" in page
    assert "script/manage back_up_county 999901" in page


@pytest.mark.parametrize("pulses", [0, 2])
def test_the_list_costs_the_same_queries_for_any_number(public, pulses, django_assert_num_queries):
    for county in public[:pulses]:
        CountyPulse.objects.create(
            county_code=county.code, at=timezone.now(), waiting_papers=0, stopped_papers=0
        )
    CountyPulse.objects.exists()  # the way to public is set before we count

    with django_assert_num_queries(7):
        county_lines(now=timezone.now())


def test_the_checks_are_fetched_into_their_page(operator, few_checks):
    frame = operator.get("/checks/").text
    found = operator.get("/checks/now/").text

    assert 'hx-get="/checks/now/"' in frame
    assert "1 项异常" in found
    assert "还没有备份过" in found


def test_what_operators_did_is_listed_newest_first(operator, public):
    assert "还没有操作记录" in operator.get("/history/").text
    now = timezone.now()
    for kind, days in (("county.open", 2), ("county.back_up", 1)):
        CountyEvent.objects.create(
            county_code="999901", kind=kind, at=now - timedelta(days=days), facts={"files": 3}
        )

    page = operator.get("/history/").text

    assert page.index("county.back_up") < page.index("county.open")
    assert "files：3" in page


def test_an_unknown_county_is_a_sentence(operator):
    answer = operator.get("/counties/000000/")

    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_no_page_prints_a_word_that_nobody_gave_it(operator, few_checks, settings, path):
    (engine,) = settings.TEMPLATES
    options = {**engine["OPTIONS"], "string_if_invalid": UNKNOWN}
    settings.TEMPLATES = [{**engine, "OPTIONS": options}]
    CountyPulse.objects.create(
        county_code="999901", at=timezone.now(), waiting_papers=0, stopped_papers=0
    )
    CountyEvent.objects.create(county_code="999901", kind="county.open", at=timezone.now())

    assert "UNKNOWN" not in operator.get(path).text


def test_the_account_pages_are_there_without_a_county(operator):
    assert operator.get("/account/").status_code == 200
    assert operator.get("/password/").status_code == 200
