"""Sign, stamp, archive: what comes out, and what a bad day does to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from common.errors import TimeStampAway
from signing.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateUnreadable,
    PdfNotSignable,
    RevocationAway,
)
from signing.services import register_certificate, sign_pdf, upgrade_signature
from signing.states import Level, Outcome
from signing.verification import verify_pdf
from tests.signing.ca import BEGIN
from tests.signing.conftest import file_place
from tests.times import NOON

LATER = datetime(2050, 1, 1, tzinfo=UTC)  # the signer's certificate ends with 2045


def test_without_a_certificate_the_paper_stays_as_it_is(county, paper):
    signed = sign_pdf(paper, at=NOON, reason="签发")

    assert (signed.pdf, signed.level, signed.certificate) == (paper, Level.NONE, None)


def test_signed_paper_begins_with_the_printed_one_and_is_valid(certificate, paper):
    signed = sign_pdf(paper, at=NOON, reason="签发责令限期整改通知书")

    assert signed.pdf.startswith(paper)
    assert (signed.level, signed.wanted) == (Level.B_B, Level.B_B)
    verdict = verify_pdf(signed.pdf, at=NOON)
    assert (verdict.outcome, verdict.signer) == (Outcome.VALID, "桤木县教育局")
    assert (verdict.signed_at, verdict.stamped_at) == (NOON, None)
    assert verdict.fingerprint == certificate.fingerprint


def test_authority_of_stamps_makes_it_b_t(authority, certificate, paper):
    signed = sign_pdf(paper, at=NOON, reason="签发")

    assert (signed.level, signed.shortfall) == (Level.B_T, "")
    verdict = verify_pdf(signed.pdf, at=NOON)
    assert verdict.outcome == Outcome.VALID
    assert verdict.level == Level.B_T
    assert verdict.stamped_at is not None


def test_authority_that_is_down_leaves_b_b_which_is_stamped_later(
    authority, certificate, paper, settings
):
    up, settings.YUJIAN_TSA_URL = settings.YUJIAN_TSA_URL, "http://127.0.0.1:9/"

    signed = sign_pdf(paper, at=NOON, reason="签发")

    assert (signed.level, signed.wanted) == (Level.B_B, Level.B_T)
    assert "时间戳服务没有应答" in signed.shortfall
    settings.YUJIAN_TSA_URL = up
    grown = upgrade_signature(signed.pdf, at=NOON)
    assert (grown.level, grown.pdf.startswith(signed.pdf)) == (Level.B_T, True)
    assert verify_pdf(grown.pdf, at=NOON).stamped_at is not None


def test_stamp_of_a_foreign_authority_is_not_believed(authority, certificate, paper, settings, ca):
    settings.YUJIAN_TSA_ROOTS = str(ca.roots)

    signed = sign_pdf(paper, at=NOON, reason="签发")

    assert (signed.level, signed.wanted) == (Level.B_B, Level.B_T)
    assert "时间戳核验不通过" in signed.shortfall


@pytest.mark.parametrize("is_stamped", [False, True])
def test_long_term_form_outlives_its_certificate(
    authority, certificate, paper, settings, crl, is_stamped
):
    url = settings.YUJIAN_TSA_URL
    settings.YUJIAN_TSA_URL = url if is_stamped else ""
    signed = sign_pdf(paper, at=NOON, reason="签发")
    settings.YUJIAN_TSA_URL = url
    now = datetime.now(UTC)
    crl(now)

    kept = upgrade_signature(signed.pdf, at=now, wanted=Level.B_LTA)

    verdict = verify_pdf(kept.pdf, at=LATER)
    assert (verdict.outcome, verdict.level) == (Outcome.VALID, Level.B_LTA)
    plain = verify_pdf(signed.pdf, at=LATER).outcome
    assert plain == (Outcome.VALID if is_stamped else Outcome.EXPIRED)


def test_long_term_form_needs_word_on_revocation(authority, certificate, paper):
    signed = sign_pdf(paper, at=NOON, reason="签发")

    with pytest.raises(RevocationAway):
        upgrade_signature(signed.pdf, at=datetime.now(UTC), wanted=Level.B_LTA)


def test_upgrade_of_what_is_good_enough_changes_nothing(authority, certificate, paper):
    signed = sign_pdf(paper, at=NOON, reason="签发")

    assert upgrade_signature(signed.pdf, at=NOON).pdf == signed.pdf


def test_upgrade_without_an_authority_is_refused(certificate, paper):
    signed = sign_pdf(paper, at=NOON, reason="签发")

    with pytest.raises(TimeStampAway):
        upgrade_signature(signed.pdf, at=NOON)


def test_upgrade_of_a_changed_paper_is_refused(authority, certificate, paper):
    signed = sign_pdf(paper, at=NOON, reason="签发")

    with pytest.raises(PdfNotSignable, match="改动"):
        upgrade_signature(signed.pdf + b"\n", at=NOON)


@pytest.mark.parametrize(
    ("at", "refusal"),
    [(BEGIN - timedelta(days=1), CertificateNotYetValid), (LATER, CertificateExpired)],
)
def test_certificate_out_of_time_signs_nothing(certificate, paper, at, refusal):
    with pytest.raises(refusal, match="桤木县教育局"):
        sign_pdf(paper, at=at, reason="签发")


def test_what_is_no_pdf_is_not_signed(certificate):
    with pytest.raises(PdfNotSignable):
        sign_pdf(b"no pdf", at=NOON, reason="签发")


def test_paper_is_not_signed_twice(certificate, paper):
    signed = sign_pdf(paper, at=NOON, reason="签发")

    with pytest.raises(PdfNotSignable):
        sign_pdf(signed.pdf, at=NOON, reason="签发")


def test_another_certificate_in_the_same_file_is_noticed(ca, seals, keeper, paper):
    register_certificate(file_place(), by=keeper, at=NOON)
    ca.p12(seals / "seal.p12", *ca.issue("别人"))

    with pytest.raises(CertificateUnreadable, match="另一张证书"):
        sign_pdf(paper, at=NOON, reason="签发")
