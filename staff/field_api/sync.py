"""Entries come in, and how far each visit has come goes back (docs/field-protocol.md, 5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from common.errors import BadInput
from field.errors import SyncTooLarge
from field.queries import ChainStatus
from field.services import Rejected, Signed, hold_again, read_clock, take_entries
from staff.field_api.access import answered, device_call
from staff.field_api.bodies import MOST_ENTRIES, json_of
from staff.field_api.moments import spoken


@device_call
@require_POST
def sync(request: HttpRequest) -> HttpResponse:
    """Take what was sent, look again at what was asked for."""
    now = timezone.now()
    sent = json_of(request)
    entries, asked = _entries(sent), _chains(sent)
    taken = take_entries(
        entries, device=request.device, clock=read_clock(sent.get("clock"), at=now), at=now
    )
    told = {one.chain.key for one in taken.statuses}
    others = hold_again({*asked, *taken.chains} - told, device=request.device, at=now)
    return answered(
        {
            "server_time": spoken(now),
            "chains": {str(one.chain.key): _status(one) for one in [*taken.statuses, *others]},
            "rejected": [_rejected(one) for one in taken.rejected],
        }
    )


def _entries(sent: dict[str, Any]) -> list[Signed]:
    rows = sent.get("entries", [])
    if not isinstance(rows, list):
        raise BadInput(sentence="entries应为列表。")
    if len(rows) > MOST_ENTRIES:
        raise SyncTooLarge(most=MOST_ENTRIES)
    found = []
    for row in rows:
        text, signature = (row.get("text"), row.get("sig")) if isinstance(row, dict) else (0, 0)
        if not isinstance(text, str) or not isinstance(signature, str):
            raise BadInput(sentence="entries中有一项缺少text或sig。")
        found.append(Signed(text, signature))
    return found


def _chains(sent: dict[str, Any]) -> list[UUID]:
    rows = sent.get("chains", [])
    if not isinstance(rows, list) or len(rows) > MOST_ENTRIES:
        raise BadInput(sentence="chains应为列表。")
    try:
        return [UUID(row) for row in rows]
    except (ValueError, TypeError, AttributeError):
        raise BadInput(sentence="chains中有一项不是编号。") from None


def _status(one: ChainStatus) -> dict[str, Any]:
    return {
        "visit": one.chain.visit_id,
        "entries": one.entries,
        "waits_for": one.waits_for,
        "blobs": [{"sha256": blob.sha256, "offset": blob.offset} for blob in one.blobs],
        "records": [
            {"head": row.head, "state": row.state, "sentence": row.sentence} for row in one.records
        ],
    }


def _rejected(one: Rejected) -> dict[str, str]:
    return {"sha256": one.sha256, "code": one.refusal.code, "sentence": str(one.refusal)}
