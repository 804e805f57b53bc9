"""What went wrong leaves a line for who watches, and a sentence for who asked."""

from __future__ import annotations

import logging

from django.test import Client

from tests.factories.accounts import UserFactory


def test_a_page_refused_for_lack_of_right_leaves_a_line(browser_of, county, caplog):
    with caplog.at_level(logging.WARNING):
        browser_of(UserFactory(inspector=True)).get("/people/")

    assert [line for line in caplog.messages if "not_allowed" in line and "/people/" in line]


def test_a_verb_refused_for_lack_of_right_leaves_a_line(browser_of, county, caplog):
    person = UserFactory()

    with caplog.at_level(logging.WARNING):
        browser_of(UserFactory(system_administrator=True)).post(f"/people/{person.pk}/roles/")

    assert [line for line in caplog.messages if "not_allowed" in line]


def test_too_many_requests_leave_a_line(browser_of, county, caplog, settings):
    settings.YUJIAN_RATES = dict.fromkeys(settings.YUJIAN_RATES, 0)

    with caplog.at_level(logging.WARNING):
        browser_of().get("/v/unknown/")

    assert "rate limit verify reached by 127.0.0.1" in caplog.messages


def test_a_forged_form_leaves_a_line(county, caplog):
    strict = Client(HTTP_HOST="999901.test", enforce_csrf_checks=True)

    with caplog.at_level(logging.WARNING, logger="django.security.csrf"):
        strict.post("/login/", {"username": "x", "password": "y"})

    assert [line for line in caplog.messages if "Forbidden" in line]


def test_a_defect_shows_a_sentence_and_nothing_of_the_inside(browser_of, county, settings):
    settings.ROOT_URLCONF = "tests.security.broken_urls"
    browser = browser_of(UserFactory(inspector=True))
    browser.raise_request_exception = False

    answer = browser.get("/broken/")

    assert answer.status_code == 500
    assert "系统出错，这一步没有完成" in answer.text
    for inside in ("SELECT", "RuntimeError", "Traceback", "broken_urls"):
        assert inside not in answer.text
