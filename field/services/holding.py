"""A visit is whole: every entry leads to its finish, every blob was hashed again here."""

from __future__ import annotations

from datetime import datetime

from audit.services import record
from documents.models import StoredFile
from field import blobs
from field.models import Chain, FieldRecord
from field.queries.chains import links_of
from field.rules.chains import Link, named_blobs, whole_paths
from field.tasks import settle_record


def hold_whole(chain: Chain, *, at: datetime) -> None:
    """Acknowledge each finish of the locked chain whose parts are all here, and queue the rest.

    From then on the phone may drop the visit; so what is acknowledged lies on our disk.
    """
    paths = whole_paths(links_of([chain])[chain.pk])
    if not paths:
        return
    known = set(chain.records.values_list("head", flat=True))
    for head, path in sorted(paths.items()):
        if head not in known and _is_complete(path):
            _hold(chain, head, path, at=at)


def _is_complete(path: tuple[Link, ...]) -> bool:
    """Hash every blob again, as it lies on the disk now."""
    away = [checksum for checksum in named_blobs(path) if not blobs.is_equal(checksum)]
    stored = StoredFile.objects.filter(sha256__in=away) if away else ()
    # ``content`` hashes what it reads, and refuses when it is another.
    return {file.sha256 for file in stored if file.content} == set(away)


def _hold(chain: Chain, head: str, path: tuple[Link, ...], *, at: datetime) -> None:
    held = FieldRecord.objects.create(
        chain=chain,
        visit=chain.visit,
        head=head,
        entry_count=len(path),
        blob_count=len(named_blobs(path)),
        held_at=at,
    )
    record(
        "field_record.hold",
        held,
        by=chain.device.person,
        at=at,
        after=held.state,
        head=head,
        device=chain.device.key_hash,
        entries=held.entry_count,
        blobs=held.blob_count,
    )
    settle_record.delay_on_commit(record_id=held.pk)  # type: ignore[attr-defined]  # Django's
