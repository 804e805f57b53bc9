"""Every answer carries the headers that keep it where it belongs."""

from __future__ import annotations

import pytest
from django.test import Client

from common.headers import ALWAYS
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory

NONE = "'none'"


@pytest.fixture
def answers(browser_of, county):
    """Pages, a fragment, a file, refusals and errors, of somebody signed in and of nobody."""
    inside = browser_of(UserFactory(roles=["section_head", "registry_clerk"]))
    inside.raise_request_exception = False
    nobody, stranger = browser_of(), Client(HTTP_HOST="nobody.test")
    return {
        "page": inside.get("/"),
        "list": inside.get("/institutions/"),
        "points": inside.get("/map/points.json"),
        "refused": inside.get("/people/"),
        "missing": inside.get("/nothing/here/"),
        "post": inside.post("/institutions/new/", {}),
        "sign-in": nobody.get("/login/"),
        "redirect": nobody.get("/institutions/"),
        "verify": nobody.get("/v/unknown/"),
        "static": nobody.get("/static/staff/app.css"),
        "health": nobody.get("/healthz"),
        "no county": stranger.get("/"),
    }


def test_every_answer_carries_the_headers(answers):
    kept = set(ALWAYS) - {"Cache-Control"}
    missing = [
        f"{name} lacks {header}"
        for name, answer in answers.items()
        for header in kept
        if answer.headers.get(header) != ALWAYS[header]
    ]
    assert missing == []
    assert [n for n, a in answers.items() if "Content-Security-Policy" not in a.headers] == []
    open_to_all = [n for n, a in answers.items() if "Access-Control-Allow-Origin" in a.headers]
    assert set(open_to_all) <= {"static"}


def test_policy_allows_our_own_files_only(answers):
    for name in ("page", "refused", "missing", "sign-in", "verify"):
        policy = dict(
            part.strip().partition(" ")[::2]
            for part in answers[name]["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == NONE
        assert policy["frame-ancestors"] == NONE
        assert (policy["script-src"], policy["style-src"]) == ("'self'", "'self'")
        assert policy["form-action"] == "'self'"


def test_pages_with_personal_data_are_kept_by_nobody(answers):
    for name in ("page", "list", "points", "refused", "post", "verify", "sign-in"):
        assert "no-store" in answers[name]["Cache-Control"], name


def test_a_page_of_an_institution_is_kept_by_nobody(browser_of, county):
    institution = InstitutionFactory(site=True)

    answer = browser_of(UserFactory(registry_clerk=True)).get(f"/institutions/{institution.pk}/")

    assert answer["Cache-Control"] == "no-store"


def test_answers_say_their_type_and_character_set(answers):
    for name, answer in answers.items():
        if answer.status_code == 302:
            continue
        kind = answer["Content-Type"]
        assert kind.startswith(("text/", "application/json", "application/geo+json")), name
        if kind.startswith("text/"):
            assert "charset=" in kind, name


def test_a_breakdown_carries_the_headers_too(browser_of, county, settings):
    browser = browser_of(UserFactory(registry_clerk=True))
    browser.raise_request_exception = False
    settings.ROOT_URLCONF = "tests.security.broken_urls"

    answer = browser.get("/broken/")

    assert answer.status_code == 500
    assert "Content-Security-Policy" in answer.headers
    assert answer["Cache-Control"] == "no-store"
