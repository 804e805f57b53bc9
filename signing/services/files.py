"""Verbs: keep a signed paper beside its original, and bring it to the level it should have."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F

from audit.services import record
from common.errors import NotFound, Refusal
from documents.models import StoredFile
from documents.services import store
from signing.digests import sm3
from signing.models import SignedFile, SignedVersion
from signing.services.signatures import Signed, upgrade_signature
from signing.states import Level, is_below
from signing.tasks import upgrade_signed_file

AT_ONCE = 200
_PDF = "application/pdf"
_log = logging.getLogger(__name__)


@transaction.atomic
def keep_signed(pdf: bytes, signed: Signed, *, name: str, reason: str, at: datetime) -> StoredFile:
    """Keep the unsigned original and its signed form; the file that is the paper comes back.

    Without a signature that is the original. Call it in the transaction that moves the paper to
    printed. Twice is safe: the first signature stays. What lacks a time stamp gets it later, by
    task. Raises FileEmpty, DiskFull.
    """
    original = store(pdf, name=name, media_type=_PDF, at=at)
    if signed.certificate is None:
        return original
    there = SignedFile.objects.filter(original=original).first()
    if there is not None:
        return there.versions.select_related("file").latest("pk").file
    file = store(signed.pdf, name=name, media_type=_PDF, at=at)
    kept = SignedFile.objects.create(
        original=original,
        sm3=sm3(pdf),
        certificate=signed.certificate,
        reason=reason[:200],
        signed_at=at,
        level=signed.level,
        wanted_level=signed.wanted,
        last_error=signed.shortfall[:300],
    )
    SignedVersion.objects.create(signed_file=kept, file=file, level=signed.level, made_at=at)
    record(
        "signed_file.sign",
        kept,
        by=None,
        at=at,
        level=signed.level,
        original=original.sha256,
        signed=file.sha256,
        certificate=signed.certificate.fingerprint,
    )
    return file


@transaction.atomic
def want_level(file_id: int, level: Level, *, at: datetime) -> SignedFile:
    """From now on this paper should reach ``level`` (``B_LTA`` when archived). Twice is safe.

    Args:
        file_id: the stored file of the paper, its original or any signed form.

    Raises NotFound when the file was never signed.
    """
    kept = _of_file(file_id)
    if is_below(kept.wanted_level, level):
        kept.wanted_level = level
        kept.save(update_fields=["wanted_level"])
        record("signed_file.want", kept, by=None, at=at, level=level)
    if is_below(kept.level, kept.wanted_level):
        upgrade_signed_file.delay_on_commit(signed_file_id=kept.pk)  # type: ignore[attr-defined]  # Django's
    return kept


def try_upgrade(signed_file_id: int, *, at: datetime) -> SignedFile | None:
    """One attempt to bring a paper to its wanted level; None when there is nothing to do.

    What stands in the way is written on the row and tried again later. Twice, or two at once, is
    safe: each level is kept once.
    """
    kept = SignedFile.objects.waiting().filter(pk=signed_file_id).first()
    if kept is None:
        return None
    newest = kept.versions.select_related("file").latest("pk")
    try:
        grown = upgrade_signature(newest.file.content, at=at, wanted=Level(kept.wanted_level))
    except Refusal as refusal:
        return _note_failure(signed_file_id, why=str(refusal), at=at)
    return _keep_version(signed_file_id, newest.pk, grown, at=at)


def upgrade_waiting(*, at: datetime) -> int:
    """Queue every paper that lacks proof, those that waited longest first; how many."""
    waiting = list(
        SignedFile.objects.waiting()
        .order_by(F("tried_at").asc(nulls_first=True), "pk")
        .values_list("pk", flat=True)[:AT_ONCE]
    )
    for signed_file_id in waiting:
        upgrade_signed_file.delay(signed_file_id=signed_file_id)
    return len(waiting)


@transaction.atomic
def _keep_version(
    signed_file_id: int, newest_id: int, grown: Signed, *, at: datetime
) -> SignedFile | None:
    kept = SignedFile.objects.select_for_update(of=("self",)).get(pk=signed_file_id)
    if kept.versions.latest("pk").pk != newest_id:  # somebody else was quicker
        return None
    name = kept.original.name
    file = store(grown.pdf, name=name, media_type=_PDF, at=at)
    SignedVersion.objects.create(signed_file=kept, file=file, level=grown.level, made_at=at)
    kept.level, kept.last_error, kept.tried_at = grown.level, "", at
    kept.attempts = F("attempts") + 1
    kept.save(update_fields=["level", "last_error", "tried_at", "attempts"])
    kept.refresh_from_db()
    record("signed_file.upgrade", kept, by=None, at=at, level=grown.level, signed=file.sha256)
    return kept


@transaction.atomic
def _note_failure(signed_file_id: int, *, why: str, at: datetime) -> SignedFile:
    kept = SignedFile.objects.select_for_update(of=("self",)).get(pk=signed_file_id)
    _log.warning("a signature stays at %s: %s", kept.level, why)
    is_new = kept.last_error != why[:300]
    kept.attempts, kept.last_error, kept.tried_at = kept.attempts + 1, why[:300], at
    kept.save(update_fields=["attempts", "last_error", "tried_at"])
    if is_new:  # once per sentence, not per attempt
        record("signed_file.upgrade_stopped", kept, by=None, at=at, why=why)
    return kept


def _of_file(file_id: int) -> SignedFile:
    rows = SignedFile.objects.select_for_update(of=("self",))
    kept = rows.filter(original=file_id).first() or rows.filter(versions__file=file_id).first()
    if kept is None:
        raise NotFound(what="这份文书的电子签名")
    return kept
