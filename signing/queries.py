"""Reads for the rooms above: certificates that run out, and what a file is to us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from documents.models import StoredFile
from signing.models import SealCertificate, SealPicture, SignedFile, SignedVersion
from signing.states import Outcome
from signing.verification import Verdict, checksum, verify_pdf

WARN_DAYS = 60

__all__ = [
    "WARN_DAYS",
    "Check",
    "certificate_in_use",
    "certificates_running_out",
    "check_pdf",
    "is_signing",
    "newest_form",
    "newest_picture",
]


@dataclass(frozen=True, slots=True)
class Check:
    """A file that somebody holds, beside what this county keeps.

    ``file_ids``: stored files that are the same paper (original and signed forms); empty when the
    county keeps none with these bytes.
    """

    verdict: Verdict
    is_kept: bool
    file_ids: tuple[int, ...] = ()


def certificate_in_use() -> SealCertificate | None:
    """The certificate that signs the county's papers now."""
    return SealCertificate.objects.in_use().first()


def is_signing() -> bool:
    """Are papers signed at all?"""
    return SealCertificate.objects.in_use().exists()


def certificates_running_out(on: date) -> list[SealCertificate]:
    """In use and over within sixty days, or over already."""
    return list(SealCertificate.objects.running_out(on=on, days=WARN_DAYS))


def newest_picture() -> SealPicture | None:
    """The county's own picture of its seal; None: it is drawn."""
    return SealPicture.objects.select_related("file").first()


def newest_form(file: StoredFile) -> StoredFile:
    """The form of a paper with the most proof: what to hand out. Itself when never signed."""
    ids = _family(file.pk)
    newest = SignedVersion.objects.filter(file__in=ids).select_related("file").last()
    return newest.file if newest else file


def check_pdf(pdf: bytes, *, at: datetime) -> Check:
    """Verify a file against signature and store. A kept file without signature is genuine, too:
    its checksum is on record. A file that verifies but is not kept was not issued here.
    """
    verdict = verify_pdf(pdf, at=at)
    kept = StoredFile.objects.filter(sha256=checksum(pdf)).first()
    if kept is None:
        return Check(verdict, is_kept=False)
    if verdict.outcome == Outcome.NOT_SIGNED:
        words = "文件没有电子签名，但其校验值与本机关存档一致，内容未被改动。"
        verdict = Verdict(Outcome.VALID, words)
    return Check(verdict, is_kept=True, file_ids=_family(kept.pk))


def _family(file_id: int) -> tuple[int, ...]:
    """Original and signed forms of the paper that this file is one of."""
    signed = (
        SignedFile.objects.filter(original=file_id).first()
        or SignedFile.objects.filter(versions__file=file_id).first()
    )
    if signed is None:
        return (file_id,)
    return (signed.original_id, *signed.versions.values_list("file_id", flat=True))
