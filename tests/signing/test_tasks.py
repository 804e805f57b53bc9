"""The doors of Celery: what they do, once and twice."""

from __future__ import annotations

from signing.models import SignedFile
from signing.services import keep_signed, sign_pdf
from signing.tasks import upgrade_signed_file, upgrade_waiting
from tests.times import NOON


def _waiting(paper: bytes, settings, up: str) -> SignedFile:
    settings.YUJIAN_TSA_URL = "http://127.0.0.1:9/"
    signed = sign_pdf(paper, at=NOON, reason="签发")
    keep_signed(paper, signed, name="1号.pdf", reason="签发", at=NOON)
    settings.YUJIAN_TSA_URL = up
    return SignedFile.objects.get()


def test_one_paper_is_upgraded_once(authority, certificate, paper, settings):
    row = _waiting(paper, settings, settings.YUJIAN_TSA_URL)

    upgrade_signed_file(signed_file_id=row.pk)
    upgrade_signed_file(signed_file_id=row.pk)

    row.refresh_from_db()
    assert (row.level, row.attempts, row.versions.count()) == ("b-t", 1, 2)


def test_what_waits_is_upgraded_once(authority, certificate, paper, settings):
    row = _waiting(paper, settings, settings.YUJIAN_TSA_URL)

    upgrade_waiting()
    upgrade_waiting()

    row.refresh_from_db()
    assert (row.level, row.attempts, row.versions.count()) == ("b-t", 1, 2)
