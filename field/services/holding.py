"""A visit is whole: every entry leads to its finish, every blob was hashed again here."""

from __future__ import annotations

from datetime import datetime

from audit.services import record
from documents.models import StoredFile
from field import blobs
from field.models import Chain, FieldRecord
from field.rules.chains import Link, named_blobs, whole_paths
from field.tasks import settle_record


def hold_whole(
    chain: Chain, links: list[Link], *, is_new: bool = False, at: datetime
) -> list[FieldRecord]:
    """Acknowledge each finish of the locked chain whose parts are all here, and queue the rest.

    From then on the phone may drop the visit; so what is acknowledged lies on our disk.

    Args:
        is_new: the chain was begun just now, so it has no record yet.

    Returns every record of the chain.
    """
    paths = whole_paths(links)
    if not paths:
        return []
    records = [] if is_new else list(chain.records.all())
    known = {row.head for row in records}
    return records + [
        _hold(chain, head, path, at=at)
        for head, path in sorted(paths.items())
        if head not in known and _is_complete(path)
    ]


def _is_complete(path: tuple[Link, ...]) -> bool:
    """Hash every blob again, as it lies on the disk now."""
    named = named_blobs(path)
    away = set(named) - blobs.secure(named)
    stored = StoredFile.objects.filter(sha256__in=away) if away else ()
    # ``content`` hashes what it reads, and refuses when it is another.
    return {file.sha256 for file in stored if file.content} == away


def _hold(chain: Chain, head: str, path: tuple[Link, ...], *, at: datetime) -> FieldRecord:
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
    return held
