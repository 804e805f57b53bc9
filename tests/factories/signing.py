"""Rows of signing without keys: what lies in the tables, not what can sign."""

from __future__ import annotations

from datetime import timedelta

import factory

from signing.digests import sm3
from signing.models import (
    SealCertificate,
    SealPicture,
    ServiceSeal,
    SignedFile,
    SignedVersion,
)
from tests.factories.accounts import UserFactory
from tests.factories.documents import StoredFileFactory
from tests.times import NOON


class SealCertificateFactory(factory.django.DjangoModelFactory):
    """A certificate in use whose key nobody has."""

    class Meta:
        model = SealCertificate

    source = "file"
    label = "桤木县教育局"
    file_name = "seal.p12"
    fingerprint = factory.Sequence(lambda number: f"{number:064x}")
    subject = "CN=桤木县教育局"
    issuer = "CN=测试中级"
    serial = "1f"
    not_before = NOON - timedelta(days=30)
    not_after = NOON + timedelta(days=700)
    chain = ""
    registered_at = NOON
    registered_by = factory.SubFactory(UserFactory, security_administrator=True)


class SignedFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SignedFile

    original = factory.SubFactory(StoredFileFactory)
    sm3 = factory.LazyAttribute(lambda row: sm3(row.original.content))
    certificate = factory.SubFactory(SealCertificateFactory)
    reason = "签发"
    signed_at = NOON
    level = "b-b"
    wanted_level = "b-b"


class SignedVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SignedVersion

    signed_file = factory.SubFactory(SignedFileFactory)
    file = factory.SubFactory(StoredFileFactory)
    level = "b-b"
    made_at = NOON


class SealPictureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SealPicture

    file = factory.SubFactory(StoredFileFactory, photo=True)
    added_at = NOON
    added_by = factory.SubFactory(UserFactory, security_administrator=True)


class ServiceSealFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceSeal

    file = factory.SubFactory(StoredFileFactory)
    seal_id = "4311230001"
    request_id = factory.Sequence(lambda number: f"request-{number}")
    sm3 = factory.LazyAttribute(lambda row: sm3(row.file.content))
    algorithm = "SM2-with-SM3"
    signature = b"signature"
    chain = "-----BEGIN CERTIFICATE-----"
    sealed_at = NOON
    got_at = NOON
