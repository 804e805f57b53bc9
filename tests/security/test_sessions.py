"""What a session is worth, and when it ends."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.conftest import PASSWORD
from tests.factories.accounts import UserFactory


@pytest.fixture
def clerk(county):
    return UserFactory(registry_clerk=True, username="sunyi", password=PASSWORD)


def test_signing_in_changes_the_session_key(browser_of, clerk):
    browser = browser_of()
    browser.get("/login/")
    browser.session.save()
    before = browser.session.session_key

    browser.post("/login/", {"username": "sunyi", "password": PASSWORD})

    after = browser.session.session_key
    assert after != before
    assert len(after) >= 26  # 128 bits in 36 signs


def test_every_page_offers_to_sign_out(browser_of, clerk):
    browser = browser_of(clerk)

    for path in ("/", "/institutions/", "/password/"):
        assert 'action="/logout/"' in browser.get(path).text


def test_signing_out_drops_the_cache(browser_of, clerk):
    answer = browser_of(clerk).post("/logout/")

    assert answer["Clear-Site-Data"] == '"cache"'


def test_an_idle_session_ends(browser_of, clerk, settings):
    browser = _last_used(browser_of(clerk), minutes_ago=settings.YUJIAN_IDLE_MINUTES + 1)

    assert browser.get("/").url == "/login/?next=/"


def test_a_session_in_use_goes_on(browser_of, clerk, settings):
    browser = _last_used(browser_of(clerk), minutes_ago=settings.YUJIAN_IDLE_MINUTES - 1)

    assert browser.get("/").status_code == 200


def test_a_session_ends_after_twelve_hours_however_busy(browser_of, clerk):
    browser = _last_used(browser_of(clerk), minutes_ago=0, begun_hours_ago=12.1)

    assert browser.get("/").url == "/login/?next=/"


def _last_used(browser, *, minutes_ago: float, begun_hours_ago: float = 1):
    """The door's mark in the session, as it would stand by now."""
    now = timezone.now().timestamp()
    session = browser.session
    session["door.in"] = {"since": now - begun_hours_ago * 3600, "seen": now - minutes_ago * 60}
    session.save()
    return browser
