"""The steps between the password and the first page, as a browser goes them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import RecoveryCode, SecondFactor, SignIn, User
from accounts.services import invite
from tests.conftest import PASSWORD
from tests.factories.accounts import SecondFactorFactory, UserFactory, code_at
from tests.times import NOON

DEVICE = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120"}
NEW = "copper-kettle-42"


@pytest.fixture
def head(county):
    return UserFactory(section_head=True, full_name="王建国", username="wang", password=PASSWORD)


def knock(browser: Client, **more: str):
    sent = {"username": "wang", "password": PASSWORD, "next": "/notices/"} | more
    return browser.post("/login/", sent, headers=DEVICE)


def secret_on(page) -> str:
    return re.search(r'id="secret">([A-Z2-7 ]+)<', page.text).group(1).replace(" ", "")


def is_in(browser: Client) -> bool:
    return browser.get("/").status_code == 200


def test_head_of_section_sets_up_the_authenticator_at_the_first_sign_in(browser_of, head):
    browser = browser_of()
    assert knock(browser).url == "/login/enrol/"
    assert not is_in(browser)
    page = browser.get("/login/enrol/")
    assert 'src="data:image/svg+xml' in page.text

    sent = {"code": code_at(timezone.now(), secret_on(page))}
    done = browser.post("/login/enrol/", sent, headers=DEVICE)

    shown = re.findall(r"<li><code>([a-z0-9-]{27})</code>", done.text)
    assert len(shown) == RecoveryCode.objects.filter(user=head).count() == 10
    assert 'href="/notices/"' in done.text
    assert is_in(browser)
    assert SignIn.objects.get().device == "Windows 电脑 · Chrome"


def test_page_of_the_authenticator_shows_the_same_secret_until_it_is_taken_over(browser_of, head):
    browser = browser_of()
    knock(browser)
    first = secret_on(browser.get("/login/enrol/"))

    wrong = browser.post("/login/enrol/", {"code": "000000"})

    assert wrong.status_code == 422
    assert "验证码不正确或已经用过" in wrong.text
    assert secret_on(wrong) == first
    assert not SecondFactor.objects.exists()


def test_code_is_asked_for_after_the_password_and_leads_on(browser_of, head):
    SecondFactorFactory(user=head)
    browser = browser_of()
    assert knock(browser).url == "/login/code/"
    assert not is_in(browser)

    answer = browser.post("/login/code/", {"code": code_at(timezone.now())})

    assert (answer.status_code, answer.url) == (302, "/notices/")
    assert is_in(browser)


def test_wrong_code_is_a_sentence_and_nobody_is_in(browser_of, head):
    SecondFactorFactory(user=head)
    browser = browser_of()
    knock(browser)

    answer = browser.post("/login/code/", {"code": "000000"})

    assert answer.status_code == 422
    assert "wrong_code" in answer.text
    assert not is_in(browser)


@pytest.mark.parametrize("path", ["/login/code/", "/login/enrol/", "/login/password/"])
def test_steps_are_closed_without_a_right_password(browser_of, head, path):
    assert browser_of().get(path).url == "/login/"
    assert browser_of().post(path, {"code": "000000"}).url == "/login/"


def test_enrolment_is_closed_to_who_has_an_authenticator(browser_of, head):
    SecondFactorFactory(user=head)
    browser = browser_of()
    knock(browser)

    assert browser.get("/login/enrol/").url == "/login/code/"


def test_half_a_sign_in_ends_after_ten_minutes(browser_of, head):
    SecondFactorFactory(user=head)
    browser = browser_of()
    knock(browser)
    session = browser.session
    kept = session["door.waiting"]
    session["door.waiting"] = kept | {"since": kept["since"] - 601}
    session.save()

    assert browser.post("/login/code/", {"code": code_at(timezone.now())}).url == "/login/"


def test_half_a_sign_in_ends_when_the_person_is_blocked(browser_of, head):
    SecondFactorFactory(user=head)
    browser = browser_of()
    knock(browser)
    User.objects.filter(pk=head.pk).update(is_active=False)

    assert browser.post("/login/code/", {"code": code_at(timezone.now())}).url == "/login/"
    assert not is_in(browser)


def test_inspector_needs_no_code_and_gets_a_new_session_key(browser_of, county):
    UserFactory(inspector=True, username="li", password=PASSWORD)
    browser = browser_of()
    browser.get("/login/")
    before = browser.cookies.get("sessionid")

    assert knock(browser, username="li", next="").url == "/"

    assert browser.cookies["sessionid"] != before
    assert SignIn.objects.get().session_key == browser.session.session_key


def test_old_password_is_changed_before_the_first_page(browser_of, county):
    old = NOON - timedelta(days=365 * 5)
    li = UserFactory(inspector=True, username="li", password=PASSWORD, password_changed_at=old)
    browser = browser_of()
    assert knock(browser, username="li").url == "/login/password/"

    answer = browser.post("/login/password/", {"password": NEW, "again": NEW})

    assert answer.url == "/notices/"
    assert is_in(browser)
    assert User.objects.get(pk=li.pk).check_password(NEW)


def test_invited_head_of_section_goes_from_the_password_to_the_authenticator(
    browser_of, system_administrator
):
    guest = UserFactory(section_head=True)
    browser = browser_of()

    answer = browser.post(
        invite(guest.pk, by=system_administrator, at=NOON), {"password": NEW, "again": NEW}
    )

    assert answer.url == "/login/enrol/"
    assert not is_in(browser)


def test_fifth_wrong_password_leads_to_a_pause_and_a_known_device_is_free(browser_of, county):
    UserFactory(inspector=True, username="li", password=PASSWORD)
    own = browser_of()
    knock(own, username="li")
    own.post("/logout/")
    stranger = browser_of()

    answers = [knock(stranger, username="li", password="wrong-1").status_code for _ in range(6)]
    paused = knock(stranger, username="li")

    assert answers == [422] * 6
    assert "too_many_tries" in paused.text
    assert knock(own, username="li").status_code == 302
