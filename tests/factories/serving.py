"""Confirmed addresses, attempts and services of printed papers."""

from __future__ import annotations

from typing import Any

import factory
from django.core.files.uploadedfile import SimpleUploadedFile

from serving.models import AddressConfirmation, Attempt, Delivery
from serving.services import (
    PartyAddress,
    Served,
    Tried,
    confirm_address,
    record_attempt,
    serve_paper,
)
from serving.states import DeliveryWay, Hindrance
from tests.factories.accounts import UserFactory
from tests.factories.documents import StoredFileFactory, picture
from tests.factories.papers import OfficialPaperFactory, a_paper
from tests.times import DAY, NOON

PARTY = PartyAddress(
    name="桤木县青禾教育培训中心",
    key="91431129MA4PXXXX3K",
    address="桤木县城关镇文化路8号",
    phone="13874600001",
    electronic="qinghe@example.cn",
)


def a_confirmation(party: PartyAddress = PARTY, **changes: Any) -> AddressConfirmation:
    told = {"signed_on": DAY, "consents_electronic": True} | changes
    if "signed_file" not in told:
        told["signed_file"] = StoredFileFactory(photo=True)
    return confirm_address(party, by=UserFactory(inspector=True), at=NOON, **told)


def handed(**changes: Any) -> Served:
    """Handed to the party itself on the day of the paper, the signed receipt at hand."""
    told = {"way": DeliveryWay.DIRECT, "delivered_on": DAY, "recipient": "王春梅"} | changes
    if "proof" not in told:
        told["proof"] = StoredFileFactory(photo=True)
    return Served(**told)


def receipt() -> SimpleUploadedFile:
    """A picture of the signed receipt, as a page sends it."""
    return SimpleUploadedFile("送达回证.jpg", picture(), content_type="image/jpeg")


def tried(**changes: Any) -> Tried:
    """Nobody was there on the day of the paper."""
    told = {
        "hindrance": Hindrance.ABSENT,
        "tried_on": DAY,
        "place": "城关镇文化路8号",
        "note": "门锁，邻居称外出",
    }
    return Tried(**(told | changes))


def an_attempt(paper=None, **changes: Any) -> Attempt:
    paper = paper or a_paper(stage="printed")
    return record_attempt(paper.pk, tried(**changes), by=UserFactory(inspector=True), at=NOON)


def a_delivery(paper=None, **changes: Any) -> Delivery:
    paper = paper or a_paper(stage="printed")
    return serve_paper(paper.pk, handed(**changes), by=UserFactory(inspector=True), at=NOON)


class AttemptFactory(factory.django.DjangoModelFactory):
    """A row alone; no law is needed for its paper."""

    class Meta:
        model = Attempt

    paper = factory.SubFactory(OfficialPaperFactory)
    hindrance = Hindrance.ABSENT
    tried_on = DAY
    place = "城关镇文化路8号"
    note = "门锁，邻居称外出"
    servers = "周执法"
    recorded_at = NOON
    recorded_by = factory.SubFactory(UserFactory, inspector=True)


class DeliveryFactory(factory.django.DjangoModelFactory):
    """A row alone; no law is needed for its paper."""

    class Meta:
        model = Delivery

    paper = factory.SubFactory(OfficialPaperFactory)
    way = DeliveryWay.DIRECT
    delivered_on = DAY
    effective_on = DAY
    recipient = "王春梅"
    servers = "周执法"
    proof = factory.SubFactory(StoredFileFactory, photo=True)
    recorded_at = NOON
    recorded_by = factory.SubFactory(UserFactory, inspector=True)
