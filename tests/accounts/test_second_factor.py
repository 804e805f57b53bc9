"""The authenticator: enrolled, used, lost, reset."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts import services
from accounts.errors import (
    FactorExists,
    FactorIsNeeded,
    NoFactor,
    OwnFactor,
    TooManyTries,
    WrongCode,
    WrongPassword,
)
from accounts.models import RecoveryCode, SecondFactor, SignIn
from accounts.queries import Step, needs_second_factor, next_step, recovery_codes_left
from audit.models import AuditEvent
from common.errors import NotAllowed
from tests.conftest import PASSWORD
from tests.factories.accounts import (
    SECRET,
    SecondFactorFactory,
    SignInFactory,
    UserFactory,
    code_at,
)
from tests.times import NOON

HALF_A_MINUTE = timedelta(seconds=30)
HERE = "203.0.113.5"


@pytest.fixture
def head(county):
    return UserFactory(section_head=True, password=PASSWORD)


@pytest.fixture
def boss(county):
    return UserFactory(security_administrator=True)


def confirm(user, code, at=NOON):
    return services.confirm_second_factor(user.pk, code, at=at, address=HERE)


def kinds() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_enrolment_keeps_the_secret_encrypted_and_shows_ten_codes_once(head):
    codes = services.enrol_second_factor(head.pk, SECRET, code_at(NOON), at=NOON)

    assert len(set(codes)) == 10
    assert SECRET not in SecondFactor.objects.get(user=head).secret
    stored = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)
    assert kinds() == ["user.enrol_factor"]


def test_enrolment_with_a_wrong_code_changes_nothing(head):
    with pytest.raises(WrongCode):
        services.enrol_second_factor(head.pk, SECRET, "000000", at=NOON)

    assert not SecondFactor.objects.exists()
    assert kinds() == []


def test_who_knows_only_the_password_cannot_replace_an_authenticator(head):
    SecondFactorFactory(user=head)
    other = services.new_secret()

    with pytest.raises(FactorExists):
        services.enrol_second_factor(head.pk, other, code_at(NOON, other), at=NOON)

    assert confirm(head, code_at(NOON)) == "code"


def test_code_opens_once(head):
    SecondFactorFactory(user=head)

    assert confirm(head, f" {code_at(NOON)[:3]} {code_at(NOON)[3:]}") == "code"
    with pytest.raises(WrongCode):
        confirm(head, code_at(NOON))

    assert confirm(head, code_at(NOON + HALF_A_MINUTE), at=NOON + HALF_A_MINUTE) == "code"


def test_code_of_the_enrolment_does_not_open_again(head):
    services.enrol_second_factor(head.pk, SECRET, code_at(NOON), at=NOON)

    with pytest.raises(WrongCode):
        confirm(head, code_at(NOON))


def test_recovery_code_opens_once_as_typed_by_hand(head):
    codes = services.enrol_second_factor(head.pk, SECRET, code_at(NOON), at=NOON)

    assert confirm(head, codes[0].upper().replace("-", " ")) == "recovery_code"
    with pytest.raises(WrongCode):
        confirm(head, codes[0])

    assert recovery_codes_left(head) == 9
    assert kinds()[-2:] == ["user.use_recovery_code", "user.sign_in_failed"]


def test_recovery_code_of_somebody_else_opens_nothing(head, boss):
    SecondFactorFactory(user=boss)
    codes = services.enrol_second_factor(head.pk, SECRET, code_at(NOON), at=NOON)

    with pytest.raises(WrongCode):
        confirm(boss, codes[0])

    assert recovery_codes_left(head) == 10


def test_five_wrong_codes_are_followed_by_a_pause(head):
    SecondFactorFactory(user=head)
    for _ in range(5):
        with pytest.raises(WrongCode):
            confirm(head, "000000")

    with pytest.raises(TooManyTries):
        confirm(head, code_at(NOON))


def test_new_recovery_codes_make_the_old_ones_worthless(head):
    old = services.enrol_second_factor(head.pk, SECRET, code_at(NOON), at=NOON)

    new = services.renew_recovery_codes(by=head, at=NOON)

    assert not set(old) & set(new)
    with pytest.raises(WrongCode):
        confirm(head, old[0])
    assert confirm(head, new[0]) == "recovery_code"


def test_new_phone_needs_a_code_of_the_old_one(head):
    SecondFactorFactory(user=head)
    new = services.new_secret()
    how = {"code": code_at(NOON, new), "by": head, "at": NOON, "address": HERE}
    with pytest.raises(WrongCode):
        services.change_own_factor(new, proof="000000", **how)

    assert len(services.change_own_factor(new, proof=code_at(NOON), **how)) == 10

    later = NOON + HALF_A_MINUTE
    with pytest.raises(WrongCode):
        confirm(head, code_at(later), at=later)
    assert confirm(head, code_at(later, new), at=later) == "code"


def test_first_authenticator_of_somebody_signed_in_needs_the_password(head):
    how = {"code": code_at(NOON), "by": head, "at": NOON, "address": HERE}
    with pytest.raises(WrongPassword):
        services.change_own_factor(SECRET, proof="wrong-password-1", **how)
    assert not SecondFactor.objects.exists()

    services.change_own_factor(SECRET, proof=PASSWORD, **how)

    assert SecondFactor.objects.get().user == head


def test_only_who_need_not_have_it_may_switch_it_off(head):
    clerk = UserFactory(registry_clerk=True)
    SecondFactorFactory(user=head)
    SecondFactorFactory(user=clerk)

    services.switch_off_second_factor(by=clerk, at=NOON)
    with pytest.raises(FactorIsNeeded):
        services.switch_off_second_factor(by=head, at=NOON)

    assert list(SecondFactor.objects.values_list("user", flat=True)) == [head.pk]


def test_another_administrator_resets_and_all_sessions_end(head, boss):
    SecondFactorFactory(user=head)
    SignInFactory(user=head)
    with pytest.raises(NotAllowed):
        services.reset_second_factor(head.pk, by=head, at=NOON)

    services.reset_second_factor(head.pk, by=boss, at=NOON)

    assert not SecondFactor.objects.exists()
    assert not SignIn.objects.exists()
    assert AuditEvent.objects.get().actor_id == boss.pk
    with pytest.raises(NoFactor):
        services.reset_second_factor(head.pk, by=boss, at=NOON)


def test_nobody_resets_the_own_authenticator(boss):
    SecondFactorFactory(user=boss)

    with pytest.raises(OwnFactor):
        services.reset_second_factor(boss.pk, by=boss, at=NOON)

    assert SecondFactor.objects.filter(user=boss).exists()


def test_steps_of_signing_in(head):
    clerk = UserFactory(registry_clerk=True)

    assert next_step(clerk, factor="", at=NOON) == Step.NOTHING
    assert next_step(head, factor="", at=NOON) == Step.ENROL
    SecondFactorFactory(user=head)
    assert next_step(head, factor="", at=NOON) == Step.CODE
    assert next_step(head, factor="code", at=NOON) == Step.NOTHING


def test_only_the_demonstration_and_the_setting_ask_nobody(head, county, settings):
    assert needs_second_factor(head)

    county.is_demonstration = True
    assert not needs_second_factor(head)

    county.is_demonstration = False
    settings.YUJIAN_SECOND_FACTOR = "offered"
    assert not needs_second_factor(head)
