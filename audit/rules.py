"""How history is sealed: pure functions from values to digests (docs/decisions/0023).

Every digest is SHA-256. A format is a list of columns that never changes; a column that is
added to history later gets a new format, and old seals stay what they are.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from common.canonical import canonical

FORMAT = 1  # of new seals
# What a row of history says, without its key and its stamp, in each format.
SAID: dict[int, tuple[str, ...]] = {
    1: (
        "kind",
        "at",
        "actor_id",
        "actor_name",
        "actor_role",
        "object_type",
        "object_id",
        "object_label",
        "before",
        "after",
        "facts",
        "request_id",
        "written_at",
    ),
}
MARK_BYTES = 4


def columns(row_format: int) -> tuple[str, ...]:
    """The columns that a seal of this format covers. Raises KeyError for one of a later release."""
    return ("id", *SAID[row_format], "stamp")


def _plain(value: Any) -> Any:
    return _moment(value) if isinstance(value, datetime) else value


@lru_cache(maxsize=256)  # the lines of one list share theirs
def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def row_digest(row: Mapping[str, Any], row_format: int = FORMAT) -> bytes:
    """The digest of one row of history; ``row`` holds at least the columns of the format."""
    said = {name: _plain(row[name]) for name in columns(row_format)}
    return hashlib.sha256(canonical(said).encode()).digest()


def marks(row: Mapping[str, Any], row_format: int = FORMAT) -> bytes:
    """Four bytes per column, to name the column that was touched. They prove nothing alone."""
    return b"".join(
        hashlib.sha256(canonical([name, _plain(row[name])]).encode()).digest()[:MARK_BYTES]
        for name in columns(row_format)
    )


def columns_that_differ(sealed: bytes, now: bytes, row_format: int) -> list[str]:
    """The columns whose marks are not the same; none if only a digest was touched."""
    return [
        name
        for place, name in enumerate(columns(row_format))
        if sealed[place * MARK_BYTES :][:MARK_BYTES] != now[place * MARK_BYTES :][:MARK_BYTES]
    ]


def genesis(code: str) -> bytes:
    """What the first link is joined to. It holds the county's code: no chain fits another county."""
    return hashlib.sha256(canonical({"chain": "yujian.history", "county": code}).encode()).digest()


def link(
    before: bytes,
    *,
    position: int,
    event_id: int,
    row_format: int,
    row: bytes,
    field_marks: bytes,
    sealed_at: datetime,
) -> bytes:
    """The digest at ``position``: of everything in this seal and, through ``before``, all earlier."""
    said = {
        "before": before.hex(),
        "event": event_id,
        "format": row_format,
        "marks": field_marks.hex(),
        "position": position,
        "row": row.hex(),
        "sealed_at": _plain(sealed_at),
    }
    return hashlib.sha256(canonical(said).encode()).digest()


def key_id(key: str) -> str:
    """Which key made a stamp, without telling the key."""
    return hashlib.sha256(f"yujian.history.key:{key}".encode()).hexdigest()[:8]


def stamp(row: Mapping[str, Any], *, code: str, key: str, nonce: str) -> str:
    """``key.nonce.mac``: only who holds the key can write a row that fits its stamp.

    The row's own number is not in it, since the database gives that later; the nonce, which is
    unique, keeps a row from being copied under another number.
    """
    said = {name: _plain(row[name]) for name in SAID[FORMAT]}
    text = canonical({"county": code, "nonce": nonce, "row": said})
    mac = hmac.digest(key.encode(), text.encode(), "sha256").hex()
    return f"{key_id(key)}.{nonce}.{mac}"


def stamp_fits(row: Mapping[str, Any], *, code: str, keys: Mapping[str, str]) -> bool | None:
    """Was the row written by this system? None: the key that it names is not among ``keys``."""
    name, _, rest = str(row["stamp"]).partition(".")
    if name not in keys:
        return None
    again = stamp(row, code=code, key=keys[name], nonce=rest.partition(".")[0])
    return hmac.compare_digest(again, row["stamp"])
