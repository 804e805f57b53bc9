"""Bytes on their way in that nobody needs any more are taken away."""

from __future__ import annotations

from datetime import datetime, timedelta

from documents.models import StoredFile
from field import blobs
from field.models import FieldEntry, FieldRecord

KEPT = timedelta(days=180)
"""A part whose phone has not gone on for so long; its number of days is our choice."""


def sweep_blobs(*, at: datetime) -> int:
    """Take away parts that were left lying, and whole bytes that are stored files by now.

    Whole bytes that are no stored file yet always stay: an entry that names them may still come.
    """
    gone = 0
    for path in blobs.old_parts(before=at - KEPT):
        path.unlink(missing_ok=True)
        gone += 1
    here = list(blobs.all_whole())
    stored = StoredFile.objects.filter(sha256__in=here)
    wanted = _waiting()
    for file in stored:
        if file.sha256 not in wanted and file.content:
            blobs.drop(file.sha256)
            gone += 1
    return gone


def _waiting() -> set[str]:
    """What versions that are not settled yet are going to read."""
    chains = FieldRecord.objects.held().values("chain")
    rows = FieldEntry.objects.filter(chain__in=chains).values_list("blobs", flat=True)
    return {checksum for named in rows for checksum in named}
