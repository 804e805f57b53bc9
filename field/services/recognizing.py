"""Who calls: the phone that holds a token, asked anew at every call and cheaply."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection

from accounts.access import require
from accounts.permissions import Permission
from common.clock import chinese_date, localdate
from field.errors import DeviceExpired, DeviceRevoked, DeviceUnknown
from field.models import Device
from tenants.current import schema

BYTES_FOR = timedelta(seconds=15)
"""How long a phone that was recognized may bring bytes before it is asked for again."""
_SEEN_EVERY = timedelta(minutes=5)
_MOST_KEPT = 1000
# Where a row lies and which transaction wrote it: the same for as long as nobody changed it.
_ROWS = """
SELECT device.ctid, device.xmin, person.ctid, person.xmin, department.ctid, department.xmin
FROM field_device AS device
JOIN accounts_user AS person ON person.id = device.person_id
LEFT JOIN accounts_department AS department ON department.id = person.department_id
WHERE device.token_digest = %s
"""
_SEEN = "UPDATE field_device SET last_seen_at = %s WHERE id = %s"


@dataclass(slots=True)
class _Kept:
    """A device with its person and department, and which rows they were read from."""

    device: Device
    rows: tuple[Any, ...]
    brings_bytes_until: datetime | None = None


_KEPT: dict[tuple[str, str], _Kept] = {}  # by county and token digest


def recognize_device(token: str, *, at: datetime) -> Device:
    """The device that holds this token, with its person, who may still record visits.

    The database is asked at every call whether anything of them changed, and for all of it only
    when it did: a phone that was lost hears of it at its next contact.
    Raises DeviceUnknown, DeviceRevoked, DeviceExpired, NotAllowed.
    """
    return copy(_recognize(token, at=at).device)  # a call may write on its own


def recognize_for_bytes(token: str, *, at: datetime) -> str:
    """The key hash of the device that holds this token, for calls that bring bytes only.

    What was recognized stands for BYTES_FOR in this process: bytes are nothing until a signed
    entry names them, and whoever brings an entry is asked for anew. Raises as the other does.
    """
    kept = _KEPT.get((schema(), digest_of(token)))
    until = kept.brings_bytes_until if kept else None
    if kept is None or until is None or not at < until <= at + BYTES_FOR:
        kept = _recognize(token, at=at)
        kept.brings_bytes_until = at + BYTES_FOR
    return kept.device.key_hash


def note_contact(device: Device, *, at: datetime) -> None:
    """When it was there, every five minutes at most; a hint for whoever looks for it, no history."""
    if device.last_seen_at is None or at - device.last_seen_at > _SEEN_EVERY:
        with connection.cursor() as cursor:
            cursor.execute(_SEEN, [at, device.pk])


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _recognize(token: str, *, at: datetime) -> _Kept:
    kept = _as_it_is(digest_of(token)) if token else None
    if kept is None:
        raise DeviceUnknown()
    device = kept.device
    if device.is_revoked:
        Device.objects.filter(pk=device.pk, told_at__isnull=True).update(told_at=at)
        raise DeviceRevoked(device=device.name)
    if device.expires_at <= at:
        raise DeviceExpired(expired_on=chinese_date(localdate(device.expires_at)))
    require(device.person, Permission.VISIT_RECORD)
    return kept


def _as_it_is(digest: str) -> _Kept | None:
    """What the database says now; what is kept of it when no row was written since."""
    asked = (schema(), digest)
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [digest])
        rows = cursor.fetchone()
    kept = _KEPT.pop(asked, None)
    if rows is None:
        return None
    if kept is None or kept.rows != rows:
        # Read after its rows were named: a change that came between is seen at the next call.
        found = Device.objects.select_related("person__department")
        device = found.filter(token_digest=digest).order_by("pk").first()
        if device is None:
            return None
        kept = _Kept(device, rows)
    if len(_KEPT) >= _MOST_KEPT:
        _KEPT.clear()
    _KEPT[asked] = kept
    return kept
