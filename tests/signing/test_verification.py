"""What a check says of good papers, changed ones, and certificates on bad days."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from signing.models import SealCertificate
from signing.services import register_certificate, retire_certificate, sign_pdf, upgrade_signature
from signing.states import Level, Outcome
from signing.strictness import is_der
from signing.verification import examine, verify_pdf
from tests.signing.ca import TestCA
from tests.signing.conftest import file_place
from tests.times import NOON

HOUR = timedelta(hours=1)


@pytest.fixture
def signed(certificate, paper) -> bytes:
    return sign_pdf(paper, at=NOON, reason="签发").pdf


@pytest.fixture
def archived(authority, signed, crl) -> bytes:
    """Signed without a stamp, then brought to its long-term form."""
    now = datetime.now(UTC)
    crl(now)
    return upgrade_signature(signed, at=now, wanted=Level.B_LTA).pdf


def flips(pdf: bytes, places) -> list[tuple[int, str]]:
    """Where one turned bit did not make the paper a changed one."""
    chance, missed = random.Random(7), []
    for place in places:
        turned = bytearray(pdf)
        turned[place] ^= 1 << chance.randrange(8)
        found = examine(bytes(turned), at=NOON + HOUR).outcome
        if found != Outcome.CHANGED:
            missed.append((place, found))
    return missed


def container(pdf: bytes) -> range:
    """The last signature's hexadecimal signs, which it cannot cover itself."""
    start = pdf.rindex(b"/Contents <3") + len(b"/Contents ")
    return range(start, pdf.index(b">", start) + 1)


def test_flipped_bytes_are_changes(signed):
    places = random.Random(3).sample(range(len(signed)), 80)

    assert flips(signed, places) == []


def test_flipped_bytes_of_the_signature_itself_are_changes(signed):
    assert flips(signed, container(signed)[::61]) == []


def test_flipped_bytes_of_a_long_term_form_are_changes(archived):
    assert flips(archived, container(archived)[::61]) == []
    assert flips(archived, random.Random(5).sample(range(len(archived)), 40)) == []


@pytest.mark.slow
def test_every_flipped_byte_of_the_container_is_a_change(signed):
    assert flips(signed, container(signed)[::3]) == []


@pytest.mark.parametrize("more", [b"\n", b"%%EOF\n", b" "])
def test_anything_appended_is_a_change(signed, more):
    verdict = verify_pdf(signed + more, at=NOON)

    assert verdict.outcome == Outcome.CHANGED
    assert "改动" in verdict.sentence


def test_cut_paper_is_a_change(signed):
    assert verify_pdf(signed[:-200], at=NOON).outcome == Outcome.CHANGED


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"no pdf at all", b"\x00" * 400])
def test_what_is_no_signed_pdf_is_not_signed(county, content):
    assert verify_pdf(content, at=NOON).outcome == Outcome.NOT_SIGNED


def test_printed_paper_is_not_signed(county, paper):
    assert verify_pdf(paper, at=NOON).sentence == "文件没有电子签名。"


def test_certificate_that_ran_out_without_a_stamp(signed):
    verdict = verify_pdf(signed, at=datetime(2047, 1, 1, tzinfo=UTC))

    assert verdict.outcome == Outcome.EXPIRED
    assert "没有时间戳证明" in verdict.sentence


def test_revoked_certificate_without_a_stamp(signed, ca, crl):
    ca.revoke(ca.signer[1], NOON + HOUR)
    crl(NOON + 2 * HOUR)

    verdict = verify_pdf(signed, at=NOON + 3 * HOUR)

    assert verdict.outcome == Outcome.REVOKED
    assert "2021年11月10日被吊销，没有时间戳，不能证明签名早于吊销" in verdict.sentence


def test_revocation_after_the_stamp_does_not_touch_the_signature(archived, ca, crl):
    later = datetime.now(UTC) + timedelta(days=30)
    ca.revoke(ca.signer[1], later)
    crl(later)

    verdict = verify_pdf(archived, at=later + HOUR)
    assert verdict.outcome == Outcome.VALID
    assert "签名在吊销之前作出，签名仍然有效" in verdict.remarks[0]
    assert verify_pdf(archived, at=later - HOUR).remarks == ()  # not revoked yet


def test_revocation_before_the_stamp_counts(archived, ca, crl):
    ca.revoke(ca.signer[1], datetime.now(UTC) - timedelta(days=30))
    crl(datetime.now(UTC))

    verdict = verify_pdf(archived, at=datetime.now(UTC) + HOUR)
    assert verdict.outcome == Outcome.REVOKED
    assert "晚于吊销，不能证明签名早于吊销" in verdict.sentence


def test_nothing_known_of_revocation_is_remarked(signed):
    verdict = verify_pdf(signed, at=NOON)

    assert verdict.is_valid
    assert verdict.remarks == ("没有可用的吊销信息，未能核查证书是否已被吊销。",)


def test_root_that_is_not_ours(signed, settings, tmp_path):
    settings.YUJIAN_SEAL_ROOTS = str(TestCA(tmp_path / "other").roots)

    assert examine(signed, at=NOON).outcome == Outcome.UNTRUSTED


def test_certificate_of_the_same_root_that_nobody_registered(signed):
    assert examine(signed, at=NOON, known={"0" * 64}).outcome == Outcome.UNTRUSTED
    assert examine(signed, at=NOON).outcome == Outcome.VALID


def test_retired_certificate_still_vouches_for_what_it_signed(signed, keeper):
    used = SealCertificate.objects.get()
    retire_certificate(used.pk, reason="更换", by=keeper, at=NOON + HOUR)

    assert verify_pdf(signed, at=NOON + 2 * HOUR).is_valid


def test_certificate_of_the_neighbour_is_not_ours(signed, next_door):
    with next_door():
        assert verify_pdf(signed, at=NOON).outcome == Outcome.UNTRUSTED


def test_key_of_an_elliptic_curve_signs_too(ca, seals, keeper, paper):
    ca.p12(seals / "curve.p12", *ca.issue("椭圆曲线", is_curve=True))
    register_certificate(file_place("curve.p12"), by=keeper, at=NOON)

    assert verify_pdf(sign_pdf(paper, at=NOON, reason="签发").pdf, at=NOON).is_valid


@pytest.mark.parametrize(
    "odd", ["3002000000", "02020001", "0101ff00", "010102", "05010000", "3080", "30810102"]
)
def test_coding_that_is_not_the_shortest_is_noticed(odd):
    assert not is_der(bytes.fromhex(odd))
