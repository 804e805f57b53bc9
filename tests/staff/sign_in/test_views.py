"""The door: login, logout, first password, change of password."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.services import invite
from tests.conftest import PASSWORD
from tests.factories.accounts import UserFactory
from tests.times import NOON

NEW = "copper-kettle-42"


def test_login_leads_to_the_page_that_was_asked_for(browser_of, clerk):
    sent = {"username": clerk.username, "password": PASSWORD, "next": "/institutions/"}

    answer = browser_of().post("/login/", sent)

    assert (answer.status_code, answer.url) == (302, "/institutions/")


def test_login_never_leads_to_another_site(browser_of, clerk):
    sent = {"username": clerk.username, "password": PASSWORD, "next": "https://elsewhere.test/"}

    assert browser_of().post("/login/", sent).url == "/"


@pytest.mark.parametrize("wrong", [{"username": "nobody"}, {"password": "wrong-password-1"}])
def test_wrong_name_and_wrong_password_give_the_same_sentence(browser_of, clerk, wrong):
    sent = {"username": clerk.username, "password": PASSWORD} | wrong

    answer = browser_of().post("/login/", sent)

    assert answer.status_code == 422
    assert "用户名或密码不正确，请重新输入；忘记密码请联系本县管理员。" in answer.text
    assert "_auth_user_id" not in answer.client.session


def test_person_without_account_in_use_cannot_sign_in(browser_of, county):
    UserFactory(username="gone", password=PASSWORD, is_active=False)

    answer = browser_of().post("/login/", {"username": "gone", "password": PASSWORD})

    assert answer.status_code == 422


def test_person_of_the_neighbour_county_cannot_sign_in(browser_of, next_door):
    with next_door():
        UserFactory(username="neighbour", password=PASSWORD)

    answer = browser_of().post("/login/", {"username": "neighbour", "password": PASSWORD})

    assert answer.status_code == 422


def test_logout_needs_a_post_and_ends_the_session(browser_of, clerk):
    browser = browser_of(clerk)
    assert browser.get("/logout/").status_code == 405

    browser.post("/logout/")

    assert browser.get("/").status_code == 302


def test_one_time_link_sets_the_first_password_and_signs_in(browser_of, system_administrator):
    person = UserFactory(inspector=True)
    link = invite(person.pk, by=system_administrator, at=NOON)

    answer = browser_of().post(link, {"password": NEW, "again": NEW})

    assert (answer.status_code, answer.url) == (302, "/")
    assert User.objects.get(pk=person.pk).check_password(NEW)


def test_one_time_link_works_once(browser_of, system_administrator):
    person = UserFactory(inspector=True)
    link = invite(person.pk, by=system_administrator, at=NOON)
    browser_of().post(link, {"password": NEW, "again": NEW})

    answer = browser_of().get(link)

    assert answer.status_code == 404
    assert "这个一次性链接已经用过、失效或不完整" in answer.text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"password": NEW, "again": "other-kettle-42"}, "两次输入的密码不一致"),
        ({"password": "short", "again": "short"}, "密码不符合要求"),
    ],
)
def test_first_password_that_does_not_do_is_refused(
    browser_of, system_administrator, sent, sentence
):
    person = UserFactory(inspector=True)
    link = invite(person.pk, by=system_administrator, at=NOON)

    answer = browser_of().post(link, sent)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert not User.objects.get(pk=person.pk).check_password(sent["password"])


def test_password_change_keeps_this_session(browser_of, clerk):
    browser = browser_of(clerk)

    browser.post("/password/", {"current": PASSWORD, "password": NEW, "again": NEW})

    assert User.objects.get(pk=clerk.pk).check_password(NEW)
    assert browser.get("/").status_code == 200


def test_password_change_needs_the_present_one(browser_of, clerk):
    sent = {"current": "wrong-password-1", "password": NEW, "again": NEW}

    answer = browser_of(clerk).post("/password/", sent)

    assert "现在的密码不正确" in answer.text
    assert User.objects.get(pk=clerk.pk).check_password(PASSWORD)
