"""A name and a password at the door, wrong ones, and the pauses after them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts import services
from accounts.errors import TooManyTries, WrongLogin, WrongPassword
from accounts.models import Tries
from audit.models import AuditEvent
from common.errors import NotAllowed
from tests.conftest import PASSWORD
from tests.factories.accounts import UserFactory
from tests.times import NOON

WRONG = "wrong-password-1"
HERE, ELSEWHERE = "203.0.113.5", "198.51.100.9"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def li(county):
    return UserFactory(username="li", full_name="李华清", password=PASSWORD)


def knock(name="li", password=WRONG, *, at=NOON, address=HERE, device=""):
    return services.start_sign_in(name, password, at=at, address=address, device=device)


def knock_wrongly(times: int, **how) -> None:
    for _ in range(times):
        with pytest.raises(WrongLogin):
            knock(**how)


def kinds() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_right_password_gives_the_person_and_forgets_the_wrong_ones(li):
    knock_wrongly(3)

    assert knock(password=PASSWORD) == li

    assert [(row.kind, row.tries) for row in Tries.objects.order_by("kind")] == [
        ("address", 3),
        ("name", 3),
    ]
    assert kinds() == ["user.sign_in_failed", "user.sign_in_after_failures"]
    assert AuditEvent.objects.get(kind="user.sign_in_after_failures").facts["tries"] == 3


@pytest.mark.parametrize("name", ["li", "nobody", "gone"])
def test_five_wrong_tries_are_followed_by_a_pause_whoever_it_is(li, name):
    UserFactory(username="gone", password=PASSWORD, is_active=False)
    knock_wrongly(5, name=name)

    with pytest.raises(TooManyTries) as refused:
        knock(name, PASSWORD, at=NOON + 14 * MINUTE)

    assert str(refused.value) == "尝试次数过多，12:15以后才能再试；急需使用的，请联系本县管理员。"
    knock_wrongly(1, name=name, at=NOON + 15 * MINUTE)


def test_pause_holds_for_the_stranger_and_not_for_the_person_elsewhere(li):
    knock_wrongly(5)

    assert knock(password=PASSWORD, address=ELSEWHERE) == li
    with pytest.raises(TooManyTries):
        knock(password=PASSWORD)


def test_many_addresses_pause_the_name_but_never_a_device_known_before(li):
    for place in range(5):
        knock_wrongly(4, address=f"198.51.100.{place}")

    with pytest.raises(TooManyTries):
        knock(password=PASSWORD, address="198.51.100.200")

    assert knock(password=PASSWORD, address=HERE, device="mark") == li


def test_pause_of_a_name_does_not_grow(li):
    for at in (NOON, NOON + 16 * MINUTE, NOON + 32 * MINUTE):
        for place in range(5):
            knock_wrongly(4, address=f"198.51.{at.minute}.{place}", at=at)

    row = Tries.objects.get(kind="name")
    assert row.locked_until == NOON + (32 + 15) * MINUTE


def test_address_that_tries_many_names_is_paused(li, settings):
    settings.YUJIAN_TRIES_PER_ADDRESS = 7
    for number in range(7):
        knock_wrongly(1, name=f"name{number}")

    with pytest.raises(TooManyTries):
        knock(password=PASSWORD)
    assert knock(password=PASSWORD, address=ELSEWHERE) == li


def test_history_tells_the_first_failure_and_the_pause_and_no_typed_name(li):
    knock_wrongly(5)
    knock_wrongly(5, name="my-password-by-mistake", address=ELSEWHERE)

    events = AuditEvent.objects.order_by("pk")
    assert [(e.kind, e.object_label) for e in events] == [
        ("user.sign_in_failed", "李华清"),
        ("user.sign_in_locked", "李华清"),
        ("user.sign_in_failed", f"一个地址 {ELSEWHERE}"),
    ]
    assert "my-password" not in str([(e.facts, e.object_id, e.object_label) for e in events])
    assert not Tries.objects.filter(name__contains="my-password").exists()


def test_administrator_takes_the_pauses_away(li):
    boss = UserFactory(security_administrator=True)
    knock_wrongly(5)
    with pytest.raises(NotAllowed):
        services.unlock_sign_in(li.pk, by=li, at=NOON)

    services.unlock_sign_in(li.pk, by=boss, at=NOON)
    services.unlock_sign_in(li.pk, by=boss, at=NOON)

    assert knock(password=PASSWORD) == li
    assert kinds().count("user.unlock") == 1


def test_present_password_is_counted_as_well(li):
    ask = {"by": li, "at": NOON, "address": HERE}
    services.confirm_password(password=PASSWORD, **ask)
    for _ in range(5):
        with pytest.raises(WrongPassword):
            services.confirm_password(password="wrong-password-1", **ask)

    with pytest.raises(TooManyTries):
        services.confirm_password(password=PASSWORD, **ask)
