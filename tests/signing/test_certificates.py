"""Certificates: what may be registered, by whom, and what stays of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed, WrongState
from signing.errors import CertificateKnown, CertificateUnfit, CertificateUnreadable
from signing.models import SealCertificate
from signing.queries import certificates_running_out
from signing.services import register_certificate, retire_certificate, sign_pdf
from signing.states import Level
from tests.factories.accounts import UserFactory
from tests.factories.signing import SealCertificateFactory
from tests.signing.ca import BEGIN, PASSWORD, TestCA
from tests.signing.conftest import file_place
from tests.times import DAY, NOON


def test_registered_certificate_is_described_and_its_secret_is_not_in_clear(seals, keeper, ca):
    made = register_certificate(file_place(), by=keeper, at=NOON)

    assert "桤木县教育局" in made.subject
    assert "测试中级" in made.issuer
    assert (made.not_before, made.state) == (BEGIN, "in_use")
    assert made.chain.count("BEGIN CERTIFICATE") == 3
    assert PASSWORD not in made.secret
    assert "PRIVATE KEY" not in made.chain
    assert AuditEvent.objects.get(kind="seal_certificate.register").facts["source"] == "file"


def test_secret_may_lie_in_a_file_beside_the_key(seals, keeper, paper):
    (seals / "seal.p12.secret").write_text(PASSWORD + "\n")

    made = register_certificate(file_place(secret=""), by=keeper, at=NOON)

    assert made.secret == ""
    assert sign_pdf(paper, at=NOON, reason="签发").level == Level.B_B


def test_new_certificate_retires_the_one_before(ca, seals, keeper, certificate):
    ca.p12(seals / "next.p12", *ca.issue("桤木县教育局二"))

    made = register_certificate(file_place("next.p12"), by=keeper, at=NOON)

    certificate.refresh_from_db()
    assert (certificate.state, certificate.retire_reason) == ("retired", "由新证书接替")
    assert SealCertificate.objects.in_use().get() == made


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (file_place(secret="wrong"), "口令不正确"),
        (file_place("gone.p12"), "没有文件"),
        (file_place("../999902/seal.p12"), "不能带目录"),
        (file_place("text.p12"), "不是 PKCS#12"),
    ],
)
def test_key_that_cannot_be_opened_is_refused(seals, keeper, place, words):
    (seals / "text.p12").write_text("no key")

    with pytest.raises(CertificateUnreadable, match=words):
        register_certificate(place, by=keeper, at=NOON)

    assert not SealCertificate.objects.exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"end": NOON - timedelta(days=1)}, "已于2021年11月9日到期"),
        ({"begin": NOON + timedelta(days=1)}, "自2021年11月11日起"),
        ({"for_signing": False}, "密钥用途"),
    ],
)
def test_unfit_certificate_is_refused(ca, seals, keeper, options, words):
    ca.p12(seals / "unfit.p12", *ca.issue(**options))

    with pytest.raises(CertificateUnfit, match=words):
        register_certificate(file_place("unfit.p12"), by=keeper, at=NOON)

    assert not SealCertificate.objects.exists()


def test_certificate_under_a_foreign_root_is_refused(seals, keeper, tmp_path):
    other = TestCA(tmp_path / "other")
    other.p12(seals / "other.p12", *other.issue())

    with pytest.raises(CertificateUnfit, match="证书链"):
        register_certificate(file_place("other.p12"), by=keeper, at=NOON)


def test_key_that_does_not_fit_is_refused(ca, seals, keeper):
    with pytest.raises(ValueError, match=r"[Kk]ey"):  # the library itself writes no such file
        ca.p12(seals / "mixed.p12", ca.issue()[0], ca.signer[1])


def test_same_certificate_twice_is_refused(certificate, keeper):
    with pytest.raises(CertificateKnown, match="使用中"):
        register_certificate(file_place(), by=keeper, at=NOON)


def test_nobody_else_registers_or_retires(seals, certificate):
    inspector = UserFactory(inspector=True)

    with pytest.raises(NotAllowed):
        register_certificate(file_place(), by=inspector, at=NOON)
    with pytest.raises(NotAllowed):
        retire_certificate(certificate.pk, reason="试试", by=inspector, at=NOON)

    assert SealCertificate.objects.in_use().get() == certificate


def test_retired_certificate_signs_nothing_and_cannot_be_retired_again(certificate, keeper, paper):
    with pytest.raises(BadInput):
        retire_certificate(certificate.pk, reason=" ", by=keeper, at=NOON)
    retire_certificate(certificate.pk, reason="密钥可能泄露", by=keeper, at=NOON)

    assert sign_pdf(paper, at=NOON, reason="签发").level == Level.NONE
    with pytest.raises(WrongState):
        retire_certificate(certificate.pk, reason="再来", by=keeper, at=NOON)


def test_database_keeps_one_in_use_and_its_identity(county):
    kept = SealCertificateFactory()

    with pytest.raises(IntegrityError, match="one_seal_certificate_in_use"), transaction.atomic():
        SealCertificateFactory()
    for change in ({"fingerprint": "f" * 64}, {"chain": "other"}):
        with pytest.raises(DatabaseError, match="may only be retired"), transaction.atomic():
            SealCertificate.objects.filter(pk=kept.pk).update(**change)
    with pytest.raises(DatabaseError, match="may only be retired"), transaction.atomic():
        SealCertificate.objects.all().delete()


def test_end_is_said_sixty_days_ahead(county):
    SealCertificateFactory(not_after=datetime(2022, 1, 5, tzinfo=UTC))

    assert not certificates_running_out(DAY - timedelta(days=10))
    assert certificates_running_out(DAY)
