"""Which passwords do, and when a new one is asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts import services
from accounts.errors import PasswordTooWeak, PasswordUsedBefore
from accounts.models import OldPassword
from accounts.queries import Step, next_step, password_is_due_on
from accounts.validators import UsualPiecesValidator, usual_pieces
from common.clock import localdate
from tests.factories.accounts import UserFactory
from tests.times import NOON

WORDS = ("copper", "kettle", "garden", "violet", "marble", "anchor")
GOOD = [f"{word}-tortoise-{place}" for place, word in enumerate(WORDS)]


@pytest.fixture
def person(county):
    return UserFactory(full_name="王小明", username="wxm88", phone="13874612345")


def change(person, password, at=NOON):
    return services.change_password(person.pk, password=password, by=person, at=at)


@pytest.mark.parametrize(
    "weak",
    [
        "woaini5201314",
        "Woaini@5201314",
        "wangxiaoming123",
        "WangXiaoMing1990",
        "wxm88-19900101",
        "13874612345abc",
        "1qaz2wsx3edc",
        "qimuxian2021",
        "jiaoyuju@123456",
        "ｑｗｅｒｔｙ１２３４５６",
    ],
)
def test_what_people_here_choose_first_is_refused(person, weak):
    with pytest.raises(PasswordTooWeak):
        change(person, weak)

    person.refresh_from_db()
    assert not person.check_password(weak)
    with pytest.raises(ValidationError):
        UsualPiecesValidator().validate(weak, person)


def test_short_password_is_told_in_chinese(person):
    with pytest.raises(PasswordTooWeak, match="密码太短，至少须有10个字符。"):
        change(person, "kettle-9x")


@pytest.mark.parametrize("good", ["bamboo-lantern-7", "橙色小船慢慢驶过长桥", "!?+-*/=&%$#@"])
def test_a_password_with_something_of_ones_own_does(person, good):
    change(person, good)

    person.refresh_from_db()
    assert person.check_password(good)


def test_pieces_are_small_letters_and_digits_and_none_is_twice_in_the_file():
    assert [
        piece for piece in usual_pieces() if piece != piece.lower() or not piece.isalnum()
    ] == []


def test_present_password_and_the_four_before_it_are_refused(person):
    for password in GOOD:
        change(person, password)
        person.refresh_from_db()

    for used in GOOD[1:]:
        with pytest.raises(PasswordUsedBefore):
            change(person, used)
    change(person, GOOD[0])

    assert OldPassword.objects.filter(user=person).count() == 4


def test_new_password_is_asked_for_after_ninety_days_and_not_in_the_demonstration(person, county):
    change(person, GOOD[0])
    person.refresh_from_db()
    assert password_is_due_on(person) == localdate(NOON) + timedelta(days=90)

    assert next_step(person, factor="", at=NOON + timedelta(days=89)) == Step.NOTHING
    assert next_step(person, factor="", at=NOON + timedelta(days=90)) == Step.PASSWORD

    county.is_demonstration = True
    assert next_step(person, factor="", at=NOON + timedelta(days=90)) == Step.NOTHING


def test_regular_change_can_be_switched_off(person, settings):
    settings.YUJIAN_PASSWORD_DAYS = 0

    assert password_is_due_on(person) is None
    assert next_step(person, factor="", at=NOON + timedelta(days=9000)) == Step.NOTHING
