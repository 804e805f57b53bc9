"""Originals and signatures as a phone brings them back from a visit."""

from __future__ import annotations

from typing import Any

import factory

from evidence.models import Original, Signature
from evidence.services import keep_original, keep_signature
from evidence.states import OriginalKind, SignerRole
from tests.factories.accounts import UserFactory
from tests.factories.documents import StoredFileFactory
from tests.factories.inspections import VisitFactory
from tests.times import NOON

DEVICE_KEY = "7d" * 32
STROKES = [[[10, 20, 0], [14.5, 32, 16], [22, 40, 33]], [[30, 18, 400], [31, 44, 430]]]


class OriginalFactory(factory.django.DjangoModelFactory):
    """A photograph that a registered phone took at a recorded visit."""

    class Meta:
        model = Original

    visit = factory.SubFactory(VisitFactory, recorded=True)
    file = factory.SubFactory(StoredFileFactory, photo=True)
    kind = OriginalKind.PHOTO
    taken_at = NOON
    point = None
    accuracy_m = None
    device_key = DEVICE_KEY
    item_code = "C01"
    by = factory.SubFactory(UserFactory, inspector=True)
    at = NOON

    @classmethod
    def _create(cls, model_class: type[Original], *args: Any, **facts: Any) -> Original:
        return keep_original(**facts)


class SignatureFactory(factory.django.DjangoModelFactory):
    """The party signs; ``refused=True`` for one who would not."""

    class Meta:
        model = Signature

    visit = factory.SubFactory(VisitFactory, recorded=True)
    signer = "王春梅"
    role = SignerRole.PARTY
    strokes = factory.LazyFunction(lambda: STROKES)
    refused_because = ""
    witness = ""
    by = factory.SubFactory(UserFactory, inspector=True)
    at = NOON

    class Params:
        refused = factory.Trait(
            strokes=factory.LazyFunction(list),
            refused_because="称须等法定代表人到场",
            witness="赵国强",
        )

    @classmethod
    def _create(cls, model_class: type[Signature], *args: Any, **facts: Any) -> Signature:
        return keep_signature(**facts)
