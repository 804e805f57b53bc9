"""What a version says, read from its entries."""

from __future__ import annotations

import json
from uuid import UUID

from field.models import FieldEntry, FieldRecord
from field.queries.chains import links_of
from field.rules.chains import path_to
from field.rules.story import Story, Told, tell


def version_of(row: FieldRecord) -> Story:
    """The story that leads to the head of this record."""
    links = {link.sha256: link for link in links_of([row.chain])[row.chain_id]}
    path = [link.sha256 for link in path_to(row.head, links)]
    entries = FieldEntry.objects.filter(chain=row.chain_id, sha256__in=path).order_by("seq")
    return tell([_told(entry) for entry in entries])


def _told(entry: FieldEntry) -> Told:
    members = json.loads(entry.text)
    return Told(
        kind=entry.kind,
        body=members["body"],
        device_at=entry.device_at,
        true_at=entry.true_at,
        epoch=UUID(members["epoch"]),
        mono=members["mono"],
    )
