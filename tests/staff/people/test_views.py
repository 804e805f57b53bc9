"""People, roles, certificates and one-time links."""

from __future__ import annotations

import re

import pytest

from accounts.models import OfficerCertificate, User
from tests.factories.accounts import DepartmentFactory, UserFactory


@pytest.fixture
def education(county):
    return DepartmentFactory()


MOST = 16  # statements for one page


def _new(education, **changes):
    sent = {"full_name": "赵红梅", "username": "zhaohm", "department": education.pk}
    return sent | {"roles": ["section_head"]} | changes


def test_administrator_adds_a_person(browser_of, administrator, education):
    answer = browser_of(administrator).post("/people/new/", _new(education))

    made = User.objects.get(username="zhaohm")
    assert answer.url == f"/people/{made.pk}/"
    assert (made.roles, made.has_usable_password()) == (["section_head"], False)


def test_taken_username_is_refused(browser_of, administrator, education):
    UserFactory(username="zhaohm")

    answer = browser_of(administrator).post("/people/new/", _new(education))

    assert answer.status_code == 422
    assert "用户名“zhaohm”已有人使用，请换一个。" in answer.text
    assert User.objects.filter(username="zhaohm").count() == 1


def test_roles_and_account_change(browser_of, administrator, inspector):
    sent = {"department": inspector.department_id, "phone": "2100001", "roles": ["section_head"]}

    browser_of(administrator).post(f"/people/{inspector.pk}/", sent)

    changed = User.objects.get(pk=inspector.pk)
    assert (changed.roles, changed.is_active) == (["section_head"], False)


def test_certificate_is_written_down(browser_of, administrator, inspector):
    sent = {
        "number": "湘M430001",
        "issuer": "省人民政府",
        "valid_from": "2021-01-01",
        "valid_until": "2025-12-31",
    }

    browser_of(administrator).post(f"/people/{inspector.pk}/certificate/", sent)

    assert OfficerCertificate.objects.get().user == inspector


def test_one_time_link_is_shown_and_opens_the_first_password(browser_of, administrator):
    person = UserFactory(inspector=True)

    answer = browser_of(administrator).post(f"/people/{person.pk}/invite/")

    link = re.search(r"http://[^<]+/welcome/[^<]+", answer.text)[0]
    assert browser_of().get(link.removeprefix("http://999901.test")).status_code == 200
    assert answer["Cache-Control"].startswith("max-age=0")


def test_list_costs_the_same_for_one_and_for_many(browser_of, administrator, queries_of):
    browser = browser_of(administrator)
    UserFactory(certificate=True)
    for_one = queries_of(browser, "/people/")
    UserFactory.create_batch(4, certificate=True)

    assert queries_of(browser, "/people/") == for_one <= MOST


@pytest.mark.parametrize("address", ["/people/", "/people/new/", "/people/1/"])
def test_others_than_administrators_see_no_people(browser_of, inspector, address):
    assert browser_of(inspector).get(address).status_code == 403


@pytest.mark.parametrize("page", ["", "certificate/"])
def test_person_of_the_neighbour_county_is_not_found(browser_of, administrator, next_door, page):
    with next_door():
        theirs = UserFactory(pk=777_777)

    assert browser_of(administrator).get(f"/people/{theirs.pk}/{page}").status_code == 404
