"""Public pages are not asked for endlessly by one address."""

from __future__ import annotations

import pytest

from tests.factories.enforcement import NoticeFactory
from tests.house.addresses import every_address


@pytest.fixture
def once_a_minute(settings):
    """Of three requests two fall into one minute, whenever the test runs."""
    settings.YUJIAN_RATES = dict.fromkeys(settings.YUJIAN_RATES, 1)


def test_every_public_page_with_a_secret_is_limited():
    public = {a.name: a.view for a in every_address() if hasattr(a.view, "public_reason")}
    limited = {name for name, view in public.items() if hasattr(view, "rate_name")}

    assert {"portal:verify", "staff:login", "staff:welcome"} <= limited
    assert {name for name in public if name.startswith("rectification:")} <= limited


@pytest.mark.parametrize("path", ["/v/unknown/", "/welcome/MQ/abc-def/"])
def test_a_public_page_asked_too_often_says_when_to_come_back(browser_of, once_a_minute, path):
    browser = browser_of()
    answers = [browser.get(path) for _ in range(3)]

    answer = next(answer for answer in answers if answer.status_code == 429)
    assert answers[0].status_code == 404
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert "请求过于频繁" in answer.text
    assert "too_many_requests" in answer.text


def test_signing_in_is_counted_and_looking_at_its_page_is_not(browser_of, once_a_minute):
    browser = browser_of()
    sent = {"username": "nobody", "password": "wrong-password-9"}

    looked = [browser.get("/login/").status_code for _ in range(3)]
    tried = [browser.post("/login/", sent).status_code for _ in range(3)]

    assert looked == [200, 200, 200]
    assert tried[0] == 422
    assert 429 in tried


def test_a_genuine_paper_is_found_below_the_rate(browser_of, county, once_a_minute):
    notice = NoticeFactory(served=True)

    assert browser_of().get(f"/v/{notice.token}/").status_code == 200


def test_a_visitor_cannot_choose_the_address_that_is_counted(browser_of, once_a_minute):
    browser = browser_of()
    forged = [{"HTTP_X_FORWARDED_FOR": f"198.51.100.{n}"} for n in range(3)]

    codes = [browser.get("/v/unknown/", **header).status_code for header in forged]

    assert 429 in codes


def test_behind_a_trusted_proxy_its_word_is_taken(browser_of, once_a_minute, settings):
    settings.YUJIAN_PROXIES = 1
    browser = browser_of()
    told = [{"HTTP_X_FORWARDED_FOR": f"198.51.100.{n}"} for n in range(3)]

    codes = [browser.get("/v/unknown/", **header).status_code for header in told]

    assert codes == [404, 404, 404]
