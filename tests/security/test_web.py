"""What a browser, or somebody who pretends to be one, may send."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory


@pytest.fixture
def clerk(county):
    return UserFactory(registry_clerk=True)


def test_a_form_without_our_token_is_refused(browser_of, clerk):
    inside = browser_of(clerk)
    strict = Client(HTTP_HOST="999901.test", enforce_csrf_checks=True)
    strict.cookies = inside.cookies

    answer = strict.post("/institutions/new/", {"name": "x"})

    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "DELETE", "PATCH"])
def test_trace_is_refused(browser_of, clerk, method):
    assert browser_of(clerk).generic(method, "/institutions/").status_code in (403, 405)


@pytest.mark.parametrize("key", ["9" * 25, "99999999999999999999", "-1", "1e3", "0x1"])
def test_a_key_beyond_the_database_is_not_found(browser_of, clerk, key):
    browser = browser_of(clerk)
    browser.raise_request_exception = False

    assert browser.get(f"/institutions/{key}/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/static/",
        "/static/staff/",
        "/static/../pyproject.toml",
        "/static/%2e%2e/pyproject.toml",
        "/config/settings/base.py",
        "/.env",
    ],
)
def test_files_of_the_project_have_no_address(browser_of, path):
    assert browser_of().get(path).status_code == 404


def test_what_is_encoded_twice_stays_encoded(browser_of, clerk):
    InstitutionFactory(name="青禾培训学校")

    once = browser_of(clerk).get("/institutions/?text=%E9%9D%92%E7%A6%BE")
    twice = browser_of(clerk).get("/institutions/?text=%25E9%259D%2592%25E7%25A6%25BE")

    assert "青禾培训学校" in once.text
    assert "青禾培训学校" not in twice.text


def test_a_parameter_sent_twice_counts_once(browser_of, clerk):
    InstitutionFactory(name="青禾培训学校")
    InstitutionFactory(name="向阳托管中心")

    answer = browser_of(clerk).get("/institutions/?text=青禾&text=向阳")

    assert ("青禾培训学校" in answer.text, "向阳托管中心" in answer.text) == (False, True)


def test_fields_that_no_form_names_change_nothing(browser_of, county):
    person = UserFactory(inspector=True, username="lihua")
    boss = UserFactory(system_administrator=True)
    sent = {
        "department": person.department_id,
        "phone": "2100001",
        "is_active": "on",
        "roles": ["security_administrator"],
        "username": "root",
        "password": "x",
        "is_auxiliary": "on",
    }

    browser_of(boss).post(f"/people/{person.pk}/change/", sent)

    changed = User.objects.get(pk=person.pk)
    assert changed.phone == "2100001"
    assert (changed.username, changed.roles, changed.password, changed.is_auxiliary) == (
        "lihua",
        ["inspector"],
        person.password,
        False,
    )
