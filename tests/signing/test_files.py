"""Signed papers beside their originals, and what they still lack."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from common.errors import NotFound
from documents.models import StoredFile
from signing.digests import sm3
from signing.models import SignedFile, SignedVersion
from signing.queries import check_pdf, newest_form
from signing.services import keep_signed, sign_pdf, try_upgrade, want_level
from signing.states import Level
from tests.factories.documents import StoredFileFactory
from tests.factories.signing import SignedFileFactory, SignedVersionFactory
from tests.times import NOON


def kept_paper(paper: bytes) -> StoredFile:
    signed = sign_pdf(paper, at=NOON, reason="签发")
    return keep_signed(paper, signed, name="1号.pdf", reason="签发", at=NOON)


def test_signed_paper_is_kept_beside_its_original(certificate, paper):
    file = kept_paper(paper)

    row = SignedFile.objects.get()
    assert row.original.content == paper
    assert row.sm3 == sm3(paper)
    assert (row.level, row.certificate) == ("b-b", certificate)
    assert file == row.versions.get().file
    assert file.content.startswith(paper)


def test_unsigned_paper_is_kept_as_it_is(county, paper):
    assert kept_paper(paper).content == paper
    assert not SignedFile.objects.exists()


def test_same_paper_twice_keeps_the_first_signature(certificate, paper):
    assert kept_paper(paper) == kept_paper(paper)
    assert SignedVersion.objects.count() == 1


def test_stamp_that_was_missing_is_added_later(authority, certificate, paper, settings):
    up, settings.YUJIAN_TSA_URL = settings.YUJIAN_TSA_URL, "http://127.0.0.1:9/"
    first = kept_paper(paper)
    row = SignedFile.objects.get()
    assert try_upgrade(row.pk, at=NOON + timedelta(hours=1)).attempts == 1
    settings.YUJIAN_TSA_URL = up

    grown = try_upgrade(row.pk, at=NOON + timedelta(hours=2))

    assert (grown.level, grown.attempts, grown.last_error) == ("b-t", 2, "")
    assert newest_form(first) == grown.versions.latest("pk").file
    assert newest_form(first).content.startswith(first.content)
    assert try_upgrade(row.pk, at=NOON) is None


def test_what_stands_in_the_way_is_on_record_once(certificate, paper, settings):
    settings.YUJIAN_TSA_URL = "http://127.0.0.1:9/"
    kept_paper(paper)
    row = SignedFile.objects.get()
    for _ in range(2):
        row = try_upgrade(row.pk, at=NOON)

    assert (row.level, row.attempts) == ("b-b", 2)
    assert "时间戳服务没有应答" in row.last_error


def test_archived_paper_reaches_its_long_term_form(authority, certificate, paper, crl, commits):
    file = kept_paper(paper)
    crl(datetime.now(UTC))

    with commits():
        want_level(file.pk, Level.B_LTA, at=NOON)

    row = SignedFile.objects.get()
    assert (row.level, row.wanted_level, row.versions.count()) == ("b-lta", "b-lta", 2)
    assert want_level(row.original_id, Level.B_T, at=NOON).wanted_level == "b-lta"


def test_file_that_was_never_signed_cannot_want_more(county):
    with pytest.raises(NotFound):
        want_level(StoredFileFactory().pk, Level.B_LTA, at=NOON)


def test_kept_file_is_known_by_its_bytes(certificate, paper):
    file = kept_paper(paper)
    row = SignedFile.objects.get()

    check = check_pdf(file.content, at=NOON)

    assert (check.is_kept, check.verdict.is_valid) == (True, True)
    assert set(check.file_ids) == {row.original_id, file.pk}
    assert check_pdf(paper, at=NOON).verdict.is_valid
    assert not check_pdf(file.content + b" ", at=NOON).is_kept


@pytest.mark.parametrize("change", [{"level": "b-b"}, {"reason": "别的"}, {"sm3": "0" * 64}])
def test_database_lets_a_signature_gain_proof_only(county, change):
    row = SignedFileFactory(level="b-t", wanted_level="b-t")

    with pytest.raises(DatabaseError, match="only gains proof"), transaction.atomic():
        SignedFile.objects.filter(pk=row.pk).update(**change)


def test_versions_stay(county):
    SignedVersionFactory()

    with pytest.raises(DatabaseError, match="history stays"), transaction.atomic():
        SignedVersion.objects.all().delete()
