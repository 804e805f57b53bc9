"""What a password may be, and what it does not get around."""

from __future__ import annotations

import pytest

from accounts.errors import PasswordTooWeak
from accounts.services import accept_invitation, get_invited, invite
from tests.factories.accounts import DepartmentFactory, SecondFactorFactory, UserFactory
from tests.times import NOON


@pytest.fixture
def guest(county):
    return UserFactory(username="zhaohongmei", full_name="赵红梅", department=DepartmentFactory())


@pytest.fixture
def link(guest):
    path = invite(guest.pk, by=UserFactory(system_administrator=True), at=NOON)
    return tuple(path.split("/")[2:4])


def choose(link, password):
    return accept_invitation(*link, password=password, at=NOON)


@pytest.mark.parametrize("common", ["password123", "1q2w3e4r5t6y", "qwertyuiop", "iloveyou123"])
def test_common_passwords_are_refused(link, common):
    with pytest.raises(PasswordTooWeak):
        choose(link, common)


@pytest.mark.parametrize("word", ["zhaohongmei", "zhaohongmei1"])
def test_words_of_the_place_are_refused(link, guest, word):
    with pytest.raises(PasswordTooWeak):
        choose(link, word)

    assert get_invited(*link) == guest


@pytest.mark.parametrize(
    "password",
    [
        "  spaces at both ends 7 ",
        "MiXeD-Case-Kettle-42",
        "青铜水壶里的第七片竹叶Abc-42",
        "Kettle-42 " * 8,
    ],
    ids=["spaces", "case", "chinese", "80 characters"],
)
def test_a_password_is_taken_exactly_as_typed(link, guest, password):
    choose(link, password)

    guest.refresh_from_db()
    assert guest.check_password(password)
    assert not guest.check_password(password.strip() + "x")
    assert not guest.check_password(password.swapcase() if password.isascii() else password[:-1])


def test_fields_hide_the_password_and_let_managers_fill_it(browser_of, guest, link):
    pages = [
        browser_of().get("/login/").text,
        browser_of().get("/welcome/{}/{}/".format(*link)).text,
    ]

    for page in pages:
        assert 'type="password"' in page
        assert 'autocomplete="off"' not in page
    assert 'autocomplete="current-password"' in pages[0]
    assert 'autocomplete="new-password"' in pages[1]


@pytest.mark.parametrize("password", ["onlysmallletters", "青铜水壶里的第七片竹叶", "!?+-*/=&%$#@"])
def test_any_mixture_of_characters_will_do(link, guest, password):
    choose(link, password)

    guest.refresh_from_db()
    assert guest.check_password(password)


def test_a_new_password_does_not_pass_the_second_factor_by(browser_of, guest, link):
    SecondFactorFactory(user=guest)
    browser = browser_of()
    sent = {"password": "copper-kettle-42", "again": "copper-kettle-42"}

    browser.post("/welcome/{}/{}/".format(*link), sent)

    guest.refresh_from_db()
    assert guest.check_password("copper-kettle-42")
    assert browser.get("/").status_code == 302
