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
    return sent | changes


def test_administrator_adds_a_person(browser_of, system_administrator, education):
    answer = browser_of(system_administrator).post("/people/new/", _new(education))

    made = User.objects.get(username="zhaohm")
    assert answer.url == f"/people/{made.pk}/"
    assert (made.roles, made.has_usable_password()) == ([], False)


def test_taken_username_is_refused(browser_of, system_administrator, education):
    UserFactory(username="zhaohm")

    answer = browser_of(system_administrator).post("/people/new/", _new(education))

    assert answer.status_code == 422
    assert "用户名“zhaohm”已有人使用，请换一个。" in answer.text
    assert User.objects.filter(username="zhaohm").count() == 1


def test_account_changes(browser_of, system_administrator, inspector):
    sent = {"department": inspector.department_id, "phone": "2100001"}

    browser_of(system_administrator).post(f"/people/{inspector.pk}/change/", sent)

    changed = User.objects.get(pk=inspector.pk)
    assert (changed.phone, changed.is_active, changed.roles) == ("2100001", False, [])


def test_roles_are_granted(browser_of, security_administrator, inspector):
    sent = {"roles": ["section_head"]}

    answer = browser_of(security_administrator).post(f"/people/{inspector.pk}/roles/", sent)

    assert answer.url == f"/people/{inspector.pk}/"
    assert User.objects.get(pk=inspector.pk).roles == ["section_head"]


def test_roles_that_do_not_go_together_are_a_sentence(
    browser_of, security_administrator, inspector
):
    sent = {"roles": ["audit_administrator", "section_head"]}

    answer = browser_of(security_administrator).post(f"/people/{inspector.pk}/roles/", sent)

    assert answer.status_code == 422
    assert "“审计管理员、股长”不能由同一人担任" in answer.text
    assert User.objects.get(pk=inspector.pk).roles == ["inspector"]


@pytest.mark.parametrize(
    ("role", "changes", "grants"),
    [
        ("system_administrator", True, False),
        ("security_administrator", False, True),
        ("audit_administrator", False, False),
    ],
)
def test_each_administrator_sees_only_their_own_forms(browser_of, inspector, role, changes, grants):
    browser = browser_of(UserFactory(roles=[role]))
    address = f"/people/{inspector.pk}/"

    page = browser.get(address).text

    assert (f"{address}change/" in page, f"{address}roles/" in page) == (changes, grants)
    posted = [browser.post(address + verb).status_code for verb in ("change/", "roles/")]
    assert [code == 403 for code in posted] == [not changes, not grants]


def test_people_without_a_role_are_found(browser_of, security_administrator, inspector):
    waiting = UserFactory()

    answer = browser_of(security_administrator).get("/people/?role=none")

    assert list(answer.context["page"]) == [waiting]
    assert "尚无角色" in answer.text


def test_certificate_is_written_down(browser_of, system_administrator, inspector):
    sent = {
        "number": "湘M430001",
        "issuer": "省人民政府",
        "valid_from": "2021-01-01",
        "valid_until": "2025-12-31",
    }

    browser_of(system_administrator).post(f"/people/{inspector.pk}/certificate/", sent)

    assert OfficerCertificate.objects.get().user == inspector


def test_one_time_link_is_shown_and_opens_the_first_password(browser_of, system_administrator):
    person = UserFactory(inspector=True)

    answer = browser_of(system_administrator).post(f"/people/{person.pk}/invite/")

    link = re.search(r"http://[^<]+/welcome/[^<]+", answer.text)[0]
    assert browser_of().get(link.removeprefix("http://999901.test")).status_code == 200
    assert answer["Cache-Control"].startswith("max-age=0")


def test_list_costs_the_same_for_one_and_for_many(browser_of, system_administrator, queries_of):
    browser = browser_of(system_administrator)
    UserFactory(certificate=True)
    for_one = queries_of(browser, "/people/")
    UserFactory.create_batch(4, certificate=True)

    assert queries_of(browser, "/people/") == for_one <= MOST


@pytest.mark.parametrize("address", ["/people/", "/people/new/", "/people/1/"])
def test_others_than_administrators_see_no_people(browser_of, inspector, address):
    assert browser_of(inspector).get(address).status_code == 403


@pytest.mark.parametrize("page", ["", "certificate/"])
def test_person_of_the_neighbour_county_is_not_found(
    browser_of, system_administrator, next_door, page
):
    with next_door():
        theirs = UserFactory(pk=777_777)

    assert browser_of(system_administrator).get(f"/people/{theirs.pk}/{page}").status_code == 404
