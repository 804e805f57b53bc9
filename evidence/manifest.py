"""What a day's list says: rows in, canonical JSON out. No names of people: it may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from common.canonical import canonical
from evidence.models import Original, Paper, Signature

FORMAT = 1
MEDIA_TYPE = "application/json"


def compose(
    *,
    county: str,
    day: date,
    previous: str,
    history: tuple[int, str],
    originals: Iterable[Original],
    signatures: Iterable[Signature],
    papers: Iterable[Paper],
) -> bytes:
    """The file of one day. ``history``: position and digest of the chain's head at that moment."""
    body = {
        "format": FORMAT,
        "county": county,
        "day": day.isoformat(),
        "previous": previous,
        "history": {"position": history[0], "digest": history[1]},
        "originals": [line_of_original(row) for row in originals],
        "signatures": [line_of_signature(row) for row in signatures],
        "papers": [line_of_paper(row) for row in papers],
    }
    return canonical(body).encode()


def line_of_original(row: Original) -> dict[str, Any]:
    """Everything that an original is, without the name of who kept it."""
    return {
        "id": row.pk,
        "visit": row.visit_id,
        "sha256": row.file.sha256,
        "size_bytes": row.file.size_bytes,
        "media_type": row.file.media_type,
        "kind": row.kind,
        "item": row.item_code,
        "taken_at": _moment(row.taken_at),
        "point": [row.point.x, row.point.y] if row.point else None,
        "accuracy_m": row.accuracy_m,
        "device_key": row.device_key,
        "kept_at": _moment(row.kept_at),
        "kept_by": row.kept_by_id,
    }


def line_of_signature(row: Signature) -> dict[str, Any]:
    """A signature by its digest, a refusal as such."""
    return {
        "id": row.pk,
        "visit": row.visit_id,
        "role": row.role,
        "digest": row.digest,
        "about": row.about,
        "refused": bool(row.refused_because),
        "device_key": row.device_key,
        "kept_at": _moment(row.kept_at),
        "kept_by": row.kept_by_id,
    }


def line_of_paper(row: Paper) -> dict[str, Any]:
    """A paper by the digest of its words."""
    return {
        "id": row.pk,
        "visit": row.visit_id,
        "form": row.form,
        "no": row.no,
        "digest": row.digest,
        "frozen_at": _moment(row.frozen_at),
        "frozen_by": row.frozen_by_id,
    }


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
