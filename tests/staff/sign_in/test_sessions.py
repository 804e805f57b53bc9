"""Sessions that end: by time, by hand, from afar; and the page about one's own account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from accounts.models import SecondFactor, SignIn, Tries
from audit.models import AuditEvent
from tests.conftest import PASSWORD
from tests.factories.accounts import SecondFactorFactory, SignInFactory, UserFactory
from tests.times import NOON

LOOKING = {"X-Only-Looking": "1"}


@pytest.fixture
def clerk_in(browser_of, clerk):
    """A browser in which the clerk signed in by the door."""
    browser = browser_of()
    browser.post("/login/", {"username": clerk.username, "password": PASSWORD})
    return browser


def age(browser, **by) -> None:
    """Make the session so much older."""
    session = browser.session
    kept = session["door.in"]
    session["door.in"] = {
        name: moment - timedelta(**by.get(name, {})).total_seconds()
        for name, moment in kept.items()
    }
    session.save()


def test_session_ends_after_thirty_idle_minutes_with_a_sentence(clerk_in):
    age(clerk_in, seen={"minutes": 29})
    assert clerk_in.get("/").status_code == 200

    age(clerk_in, seen={"minutes": 31})
    answer = clerk_in.get("/institutions/")

    assert answer.url == "/login/?next=/institutions/"
    assert "您已30分钟没有操作，已自动退出登录。" in clerk_in.get(answer.url).text
    assert not SignIn.objects.exists()
    assert AuditEvent.objects.get(kind="user.sign_out").facts == {"why": "idle"}


def test_session_ends_after_twelve_hours_however_busy(clerk_in):
    age(clerk_in, since={"hours": 12, "minutes": 1})

    assert clerk_in.get("/").status_code == 302
    assert AuditEvent.objects.get(kind="user.sign_out").facts == {"why": "too_long"}


def test_use_keeps_the_session_and_looking_does_not(clerk_in):
    age(clerk_in, seen={"minutes": 20})
    assert clerk_in.get("/session/", headers=LOOKING).json()["seconds_left"] <= 600

    clerk_in.get("/")

    assert clerk_in.get("/session/", headers=LOOKING).json()["seconds_left"] > 1700


def test_who_is_signed_out_is_told_so(browser_of, county):
    answer = browser_of().get("/session/")

    assert (answer.status_code, answer.json()) == (200, {"seconds_left": 0})


def test_session_that_came_not_through_the_door_is_nobodys(browser_of, clerk):
    browser = browser_of()
    browser.force_login(clerk)

    assert browser.get("/").status_code == 302


def test_what_htmx_sent_after_the_end_is_answered_in_the_page(browser_of, county):
    answer = browser_of().post("/visits/7/photos/", headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer["HX-Retarget"] == "#toasts"
    assert "填写的内容还在本页" in answer.text
    assert 'href="/login/"' in answer.text


def test_signing_out_ends_the_session_and_history_says_so(clerk_in):
    clerk_in.post("/logout/")

    assert not SignIn.objects.exists()
    assert not Session.objects.filter(session_key=clerk_in.session.session_key).exists()
    assert AuditEvent.objects.get(kind="user.sign_out").facts == {"why": "left"}


def test_person_ends_another_session_with_the_password(clerk_in, browser_of, clerk):
    other = browser_of()
    other.post("/login/", {"username": clerk.username, "password": PASSWORD})
    theirs = SignIn.objects.get(session_key=other.session.session_key)
    assert "结束其他全部登录" in clerk_in.get("/account/").text

    wrong = clerk_in.post("/account/sessions/", {"which": theirs.pk, "current": "wrong-1"})
    assert wrong.status_code == 422
    assert other.get("/").status_code == 200

    clerk_in.post("/account/sessions/", {"which": theirs.pk, "current": PASSWORD})
    assert other.get("/").status_code == 302
    assert clerk_in.get("/").status_code == 200


def test_person_ends_all_others(clerk_in, clerk):
    SignInFactory(user=clerk)

    clerk_in.post("/account/sessions/", {"which": "others", "current": PASSWORD})

    assert [row.session_key for row in SignIn.objects.all()] == [clerk_in.session.session_key]


def test_new_password_keeps_this_session_and_its_row(clerk_in):
    new = "copper-kettle-42"

    clerk_in.post("/password/", {"current": PASSWORD, "password": new, "again": new})

    assert clerk_in.get("/").status_code == 200
    assert SignIn.objects.get().session_key == clerk_in.session.session_key


def test_clerk_switches_the_authenticator_off_again(clerk_in, clerk):
    SecondFactorFactory(user=clerk)
    assert "account/factor/off/" in clerk_in.get("/account/").text

    clerk_in.post("/account/factor/off/", {"current": PASSWORD})

    assert not SecondFactor.objects.exists()


def test_new_recovery_codes_are_shown_once(clerk_in, clerk):
    SecondFactorFactory(user=clerk)

    answer = clerk_in.post("/account/recovery-codes/", {"current": PASSWORD})

    assert answer.text.count("<li><code>") == 10
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_administrator_resets_ends_and_unlocks_from_the_persons_page(
    browser_of, security_administrator
):
    head = UserFactory(section_head=True, full_name="王建国")
    SecondFactorFactory(user=head)
    SignInFactory(user=head)
    Tries.objects.create(
        kind="factor", name=str(head.pk), last_at=NOON, locked_until=NOON + timedelta(days=9999)
    )
    browser = browser_of(security_administrator)
    page = browser.get(f"/people/{head.pk}/").text

    for act in ("unlock", "end-sessions", "reset-factor"):
        assert f"/people/{head.pk}/{act}/" in page
        assert browser.post(f"/people/{head.pk}/{act}/").url == f"/people/{head.pk}/"

    assert [model.objects.count() for model in (Tries, SignIn, SecondFactor)] == [0, 0, 0]


def test_administrator_cannot_reset_the_own_authenticator(browser_of, security_administrator):
    SecondFactorFactory(user=security_administrator)
    browser = browser_of(security_administrator)

    assert "重置动态码" not in browser.get(f"/people/{security_administrator.pk}/").text
    browser.post(f"/people/{security_administrator.pk}/reset-factor/")

    assert SecondFactor.objects.exists()
