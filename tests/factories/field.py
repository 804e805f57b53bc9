"""Phones and what they sent, as rows; what they really do is in tests/field/phone.py."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import factory

from field.models import Chain, ClockReading, Device, FieldEntry, FieldRecord
from tests.factories.accounts import UserFactory
from tests.factories.inspections import VisitFactory
from tests.times import NOON


def _hash(word: str) -> factory.Sequence:
    return factory.Sequence(lambda n: sha256(f"{word}{n}".encode()).hexdigest())


class DeviceFactory(factory.django.DjangoModelFactory):
    """Registered a while ago and still good; ``lost=True`` for one that was withdrawn."""

    class Meta:
        model = Device

    key_hash = _hash("key")
    key_x = "x" * 43
    key_y = "y" * 43
    name = "手机"
    person = factory.SubFactory(UserFactory, inspector=True)
    token_digest = _hash("token")
    registered_at = NOON - timedelta(days=3)
    expires_at = NOON + timedelta(days=27)

    class Params:
        lost = factory.Trait(
            revoked_at=NOON,
            revoked_by=factory.SubFactory(UserFactory, section_head=True),
            revoke_reason="遗失",
        )


class ClockReadingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClockReading

    device = factory.SubFactory(DeviceFactory)
    epoch = factory.LazyFunction(uuid4)
    mono = 1000
    device_at = NOON
    server_at = NOON


class ChainFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Chain

    key = factory.LazyFunction(uuid4)
    visit = factory.SubFactory(VisitFactory, approved=True)
    device = factory.SubFactory(DeviceFactory)
    begun_at = NOON


class FieldEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FieldEntry

    chain = factory.SubFactory(ChainFactory)
    sha256 = _hash("entry")
    prev = "0" * 64
    seq = 1
    kind = "note"
    text = "{}"
    signature = "s" * 86
    device_at = NOON
    true_at = NOON
    received_at = NOON
    came_by = "sync"


class FieldRecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FieldRecord

    chain = factory.SubFactory(ChainFactory)
    visit = factory.SelfAttribute("chain.visit")
    head = _hash("head")
    entry_count = 1
    blob_count = 0
    held_at = NOON
