"""Phones are registered, recognized and withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from common.errors import NotAllowed
from field.errors import (
    DeviceExpired,
    DeviceKeyUnfit,
    DeviceOfOther,
    DeviceRevoked,
    DeviceUnknown,
    LossReasonMissing,
)
from field.models import Device
from field.services import recognize_device, register_device, revoke_device
from tests.factories.accounts import UserFactory

NOW = timezone.now()


def test_registered_phone_is_recognized_by_its_token_only(phone, officers):
    device = recognize_device(phone.token, at=NOW)

    assert (device.person, device.key_hash) == (officers[0], phone.name)
    assert phone.token not in str(Device.objects.values().get())
    for wrong in ("", "x", phone.token[:-1]):
        with pytest.raises(DeviceUnknown):
            recognize_device(wrong, at=NOW)


def test_same_key_again_is_the_same_phone_with_a_new_token(phone, officers):
    again = register_device("手机", phone.jwk, by=officers[0], at=NOW)

    assert (again.is_new, Device.objects.count()) == (False, 1)
    assert recognize_device(again.token, at=NOW).key_hash == phone.name
    with pytest.raises(DeviceUnknown):
        recognize_device(phone.token, at=NOW)


def test_key_of_another_person_is_refused(phone, officers):
    with pytest.raises(DeviceOfOther):
        register_device("手机", phone.jwk, by=officers[1], at=NOW)

    assert recognize_device(phone.token, at=NOW).person == officers[0]


def test_who_may_not_record_registers_nothing(phone, parameters):
    with pytest.raises(NotAllowed):
        register_device("手机", phone.jwk, by=UserFactory(registry_clerk=True), at=NOW)

    assert Device.objects.count() == 1


@pytest.mark.parametrize(
    "odd",
    [None, {}, {"kty": "EC", "crv": "P-384", "x": "", "y": ""}, {"kty": "RSA"}],
)
def test_key_that_is_none_is_refused(officers, parameters, odd):
    with pytest.raises(DeviceKeyUnfit):
        register_device("手机", odd, by=officers[0], at=NOW)


def test_point_off_the_curve_is_refused(phone, officers):
    with pytest.raises(DeviceKeyUnfit):
        register_device("手机", phone.jwk | {"x": phone.jwk["y"]}, by=officers[0], at=NOW)


def test_token_ends_after_the_countys_days(phone):
    recognize_device(phone.token, at=NOW + timedelta(days=29))

    with pytest.raises(DeviceExpired):
        recognize_device(phone.token, at=NOW + timedelta(days=31))


def test_lost_phone_hears_of_it_at_its_next_contact(phone, officers):
    device = revoke_device(Device.objects.get().pk, reason="遗失", by=officers[0], at=NOW)
    assert device.told_at is None

    answer = phone.call("GET", "pack/")

    assert (answer.status, answer.json()["code"]) == (401, "device_revoked")
    device.refresh_from_db()
    assert device.told_at is not None
    with pytest.raises(DeviceRevoked):
        register_device("手机", phone.jwk, by=officers[0], at=NOW)


def test_phone_is_withdrawn_once_and_with_a_reason(phone, head):
    key = Device.objects.get().pk
    with pytest.raises(LossReasonMissing):
        revoke_device(key, reason=" ", by=head, at=NOW)
    assert not Device.objects.get().is_revoked

    for _ in range(2):
        revoke_device(key, reason="遗失", by=head, at=NOW)

    assert AuditEvent.objects.filter(kind="device.revoke").count() == 1


def test_colleague_withdraws_nobody_elses_phone(phone, officers):
    with pytest.raises(NotAllowed):
        revoke_device(Device.objects.get().pk, reason="遗失", by=officers[1], at=NOW)

    assert not Device.objects.get().is_revoked


def test_person_who_left_sends_nothing_more(phone, officers):
    officers[0].is_active = False
    officers[0].save()

    answer = phone.call("POST", "sync/", b"{}", {"Content-Type": "application/json"})

    assert (answer.status, answer.json()["code"]) == (403, "not_allowed")


def test_registering_over_the_wire(officers, parameters, browser_of, phone_of):
    spare = phone_of(officers[1])
    Device.objects.all().delete()

    answer = browser_of(officers[0]).post(
        "/field/api/devices/",
        {"name": "我的手机", "key": spare.jwk},
        content_type="application/json",
    )

    told = answer.json()
    assert (answer.status_code, told["device"]) == (201, spare.name)
    assert recognize_device(told["token"], at=NOW).name == "我的手机"


def test_known_phone_costs_one_statement_until_a_row_changes(
    phone, officers, django_assert_num_queries
):
    recognize_device(phone.token, at=NOW)
    with django_assert_num_queries(1):
        recognize_device(phone.token, at=NOW)

    User.objects.filter(pk=officers[0].pk).update(full_name="何志远二")

    assert recognize_device(phone.token, at=NOW).person.full_name == "何志远二"


def test_contact_is_noted_by_calls_that_write_and_not_by_bytes(phone):
    phone.send_part("a" * 64, b"123", begins=0, ends=1)
    assert Device.objects.get().last_seen_at is None

    phone.sync([], [])

    assert Device.objects.get().last_seen_at is not None
