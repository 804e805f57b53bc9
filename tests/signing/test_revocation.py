"""Word on revocation from real peers: OpenSSL's OCSP, and lists over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import sleep

import pytest

from signing.errors import PdfNotSignable, RevocationAway
from signing.models import SignedFile
from signing.reading import read
from signing.services import (
    keep_signed,
    register_certificate,
    sign_pdf,
    try_upgrade,
    upgrade_signature,
    want_level,
)
from signing.states import Level, Outcome
from signing.verification import verify_pdf
from tests.authority import Authority
from tests.authority import serving as stamping
from tests.signing.ca import END, TestCA
from tests.signing.conftest import file_place
from tests.signing.responder import Responder, serving
from tests.times import NOON

DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
LATER = datetime(2050, 1, 1, tzinfo=UTC)  # the signer's certificate ends with 2045


@pytest.fixture
def responder(county, keeper, settings, tmp_path) -> Iterator[Responder]:
    """The county signs with a certificate whose authority is asked by OCSP."""
    with serving(tmp_path / "online") as made:
        settings.YUJIAN_SEALS_DIR = tmp_path / "seals"
        settings.YUJIAN_SEAL_ROOTS = str(made.ca.roots)
        settings.YUJIAN_SEAL_CRLS_DIR = ""
        use_certificate(made, tmp_path / "seals" / county.code, keeper)
        yield made


def use_certificate(responder: Responder, folder: Path, keeper, *, end: datetime = END) -> None:
    made = responder.ca.issue(end=end)
    name = f"{len(responder.ca.issued)}.p12"
    responder.ca.p12(folder / name, *made)
    register_certificate(file_place(name), by=keeper, at=NOON)


def signed(paper: bytes) -> bytes:
    return sign_pdf(paper, at=NOON, reason="签发").pdf


def archived(pdf: bytes, at: datetime | None = None) -> bytes:
    return upgrade_signature(pdf, at=at or datetime.now(UTC), wanted=Level.B_LTA).pdf


def test_ocsp_answer_carries_the_long_term_form(authority, responder, paper):
    kept = archived(signed(paper))

    verdict = verify_pdf(kept, at=LATER)
    assert (verdict.outcome, verdict.level) == (Outcome.VALID, Level.B_LTA)
    assert verdict.remarks == ()
    assert responder.asked == ["/ocsp"]
    lists, answers = read(kept)._proof_inside()
    assert (len(lists), len(answers)) == (0, 1)


def test_answer_given_after_the_task_began_counts(authority, responder, paper):
    pdf, began = signed(paper), datetime.now(UTC)
    sleep(1.1)  # answers count whole seconds

    kept = archived(pdf, at=began)

    assert verify_pdf(kept, at=LATER).level == Level.B_LTA


def test_responder_that_is_down_is_asked_again_and_nothing_is_lost(authority, responder, paper):
    made = sign_pdf(paper, at=NOON, reason="签发")
    keep_signed(paper, made, name="1号.pdf", reason="签发", at=NOON)
    row = SignedFile.objects.get()
    want_level(row.original_id, Level.B_LTA, at=NOON)
    up, responder.signer = responder.signer, TestCA(responder.folder / "other").responder()

    stopped = try_upgrade(row.pk, at=datetime.now(UTC))  # a stranger answers: as if nobody did
    assert (stopped.level, "吊销信息" in stopped.last_error) == (Level.B_T, True)

    responder.signer = up
    assert try_upgrade(row.pk, at=datetime.now(UTC)).level == Level.B_LTA
    assert verify_pdf(row.versions.latest("pk").file.content, at=LATER).is_valid


def test_revoked_certificate_without_a_stamp_is_named(authority, responder, paper, settings):
    url, settings.YUJIAN_TSA_URL = settings.YUJIAN_TSA_URL, ""
    plain = signed(paper)
    settings.YUJIAN_TSA_URL = url
    responder.ca.revoke(responder.ca.issued[-1], NOON + HOUR)

    with pytest.raises(PdfNotSignable, match="已于2021年11月10日被吊销"):
        archived(plain)


def test_certificate_revoked_after_the_stamp_is_no_obstacle(authority, responder, paper):
    pdf = signed(paper)
    stamped_at = verify_pdf(pdf, at=NOON).stamped_at
    responder.ca.revoke(responder.ca.issued[-1], stamped_at + SECOND)

    kept = archived(pdf, at=stamped_at + 3 * SECOND)
    verdict = verify_pdf(kept, at=stamped_at + 5 * SECOND)
    assert (verdict.outcome, verdict.level) == (Outcome.VALID, Level.B_LTA)
    assert "签名在吊销之前作出" in verdict.remarks[0]


def test_certificate_that_ran_out_after_the_stamp_is_no_obstacle(
    authority, responder, paper, county, keeper, settings
):
    end = datetime.now(UTC) + HOUR
    use_certificate(responder, settings.YUJIAN_SEALS_DIR / county.code, keeper, end=end)
    pdf = signed(paper)

    kept = archived(pdf, at=end + DAY)

    assert verify_pdf(kept, at=LATER).level == Level.B_LTA


def test_list_of_the_authority_of_stamps_is_fetched_too(responder, paper, settings, tmp_path):
    (tmp_path / "tsa").mkdir()
    with stamping(Authority(tmp_path / "tsa", crl_url=f"{responder.url}tsa.crl")) as asked:
        settings.YUJIAN_TSA_URL, settings.YUJIAN_TSA_ROOTS = asked.url, str(asked.root)
        pdf = signed(paper)
        with pytest.raises(RevocationAway):
            archived(pdf)

        responder.lists["/tsa.crl"] = asked.crl

        assert verify_pdf(archived(pdf), at=LATER).level == Level.B_LTA
