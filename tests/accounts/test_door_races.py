"""Two at once at the door, with real commits."""

from __future__ import annotations

import pytest

from accounts import services
from accounts.errors import TooManyTries, WrongCode, WrongLogin
from accounts.models import RecoveryCode, Tries
from accounts.services import _tries
from tests.committed import at_once, committed_county
from tests.conftest import PASSWORD
from tests.factories.accounts import SECRET, SecondFactorFactory, UserFactory, code_at
from tests.times import NOON

pytestmark = pytest.mark.race
HERE = "203.0.113.5"


@pytest.fixture(scope="module")
def there(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), committed_county("999907") as county:
        yield county  # the main thread works in it too, with real commits


def _confirm(user, code):
    return lambda: services.confirm_second_factor(user.pk, code, at=NOON, address=HERE)


def test_one_code_sent_twice_at_once_opens_once(there):
    user = UserFactory(section_head=True)
    SecondFactorFactory(user=user)
    code = code_at(NOON)

    answers = at_once(there, _confirm(user, code), _confirm(user, code))

    assert sorted(type(answer) for answer in answers if answer != "code") == [WrongCode]


def test_one_recovery_code_sent_twice_at_once_opens_once(there):
    user = UserFactory(section_head=True)
    code = services.enrol_second_factor(user.pk, SECRET, code_at(NOON), at=NOON)[0]

    answers = at_once(there, _confirm(user, code), _confirm(user, code))

    assert sorted(type(answer) for answer in answers if answer != "recovery_code") == [WrongCode]
    assert RecoveryCode.objects.filter(user=user, used_at=NOON).count() == 1


def test_eight_wrong_passwords_at_once_are_all_counted(there):
    user = UserFactory(username="li", password=PASSWORD)

    def knock():
        return services.start_sign_in(user.username, "wrong", at=NOON, address=HERE)

    answers = at_once(there, *[knock] * 8)

    kinds = [type(answer) for answer in answers]
    assert (kinds.count(WrongLogin), kinds.count(TooManyTries)) == (5, 3)
    assert Tries.objects.get(kind="pair").tries == 5


def test_a_try_is_counted_though_others_are_forgiven_meanwhile(there):
    """Before the row was locked as it was found, somebody whose code was right took it away."""
    key = _tries.factor_key(4711)

    def come_and_go():
        counted = []
        for _ in range(200):
            counted.append(len(_tries.take_try([key], at=NOON)))
            _tries.forgive([key])
        return set(counted)

    assert at_once(there, *[come_and_go] * 3) == [{1}] * 3
