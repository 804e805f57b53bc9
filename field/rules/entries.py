"""One entry as a phone signed it: read, weighed member by member, hashed.

The words and limits are those of docs/field-protocol.md, 3.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from common.canonical import canonical
from field.errors import EntryMalformed

VERSION = 1
FIRST = "0" * 64
"""What the first entry of a chain names as the one before it."""
MOST_BYTES = 256 * 1024
MOST_BLOB_BYTES = 15 * 1024 * 1024
MOST_WHOLE = 2**53
_HASH = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MEMBERS = {"v", "chain", "visit", "device", "seq", "prev", "kind", "body", "at", "mono", "epoch"}

Check = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one signed text says; ``sha256`` is the hash of that text."""

    sha256: str
    text: str
    chain: UUID
    visit: int
    device: str
    seq: int
    prev: str
    kind: str
    body: Mapping[str, Any]
    at: datetime
    mono: int
    epoch: UUID

    @property
    def blobs(self) -> tuple[str, ...]:
        """Hashes of the bytes that this entry names."""
        if self.kind == "finish":
            return tuple(self.body["blobs"])
        return (self.body["sha256"],) if self.kind in ("photo", "signature") else ()


def read(text: str) -> Entry:
    """The entry that ``text`` is. Raises EntryMalformed, with what is odd about it."""
    try:
        size = len(text.encode())
        if size > MOST_BYTES:
            raise EntryMalformed(reason=f"长{size}字节，最多{MOST_BYTES}字节")
        members = _READER.decode(text)
        is_canonical = isinstance(members, dict) and _is_canonical(members, text)
    except (ValueError, RecursionError):
        raise EntryMalformed(reason="不是规范的JSON") from None
    if not is_canonical:
        raise EntryMalformed(reason="不是规范的JSON")
    _require(members)
    return Entry(
        sha256=hash_of(text),
        text=text,
        chain=UUID(members["chain"]),
        epoch=UUID(members["epoch"]),
        at=moment(members["at"]),
        **{
            name: members[name]
            for name in ("visit", "device", "seq", "prev", "kind", "body", "mono")
        },
    )


def _no_fraction(number: str) -> None:
    raise ValueError(number)


# One reader and one writer for all entries: what json.loads and json.dumps make for each call.
_READER = json.JSONDecoder(parse_float=_no_fraction, parse_constant=_no_fraction)
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _is_canonical(members: dict[str, Any], text: str) -> bool:
    """Is ``text`` the one way to write these members?

    Without fractions and with keys in ASCII the library's writer, which is C, says the same as
    ``canonical``; only the payload of an order may have other keys.
    """
    if members.get("kind") == "order_handed":
        return canonical(members) == text
    return _WRITER.encode(members) == text


def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def moment(text: str) -> datetime:
    """``2026-11-22T03:04:05.678Z``, as a browser writes it. Raises ValueError."""
    if not _MOMENT.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def _require(members: dict[str, Any]) -> None:
    if set(members) != _MEMBERS:
        raise EntryMalformed(reason="缺少或多出项目")
    if type(members["v"]) is not int or members["v"] != VERSION:
        raise EntryMalformed(reason=f"格式版本{members['v']}不为本系统所知")
    for name, check in _HEAD.items():
        if not check(members[name]):
            raise EntryMalformed(reason=f"{name}无效")
    body, shape = members["body"], _BODIES.get(members["kind"])
    if shape is None:
        raise EntryMalformed(reason="没有这种条目")
    if not isinstance(body, dict) or set(body) != set(shape):
        raise EntryMalformed(reason=f"{members['kind']}缺少或多出项目")
    for name, check in shape.items():
        if not check(body[name]):
            raise EntryMalformed(reason=f"{members['kind']}的{name}无效")


def _whole(least: int, most: int = MOST_WHOLE) -> Check:
    return lambda value: type(value) is int and least <= value <= most


def _text(most: int, *, least: int = 0) -> Check:
    return lambda value: (
        isinstance(value, str) and least <= len(value) <= most and not _CONTROL.search(value)
    )


def _one_of(*words: str) -> Check:
    return lambda value: isinstance(value, str) and value in words


def _or_none(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _hash(value: Any) -> bool:
    return isinstance(value, str) and bool(_HASH.fullmatch(value))


def _uuid(value: Any) -> bool:
    return isinstance(value, str) and bool(_UUID.fullmatch(value))


def _moment(value: Any) -> bool:
    try:
        return isinstance(value, str) and moment(value).year > 1
    except ValueError:
        return False


def _people(value: Any) -> bool:
    keys = value if isinstance(value, list) and len(value) <= 20 else [None]
    return all(map(_KEY, keys)) and len(set(keys)) == len(keys)


def _hashes(value: Any) -> bool:
    return isinstance(value, list) and all(map(_hash, value)) and value == sorted(set(value))


def _position(value: Any) -> bool:
    shape = {
        "lat_e7": _whole(-900_000_000, 900_000_000),
        "lon_e7": _whole(-1_800_000_000, 1_800_000_000),
        "accuracy_m": _whole(0, 10_000_000),
        "at": _moment,
    }
    if not isinstance(value, dict) or set(value) != set(shape):
        return False
    return all(check(value[name]) for name, check in shape.items())


def _plain(value: Any) -> bool:
    """JSON without fractions, at most as deep as an entry can be."""
    if isinstance(value, dict):
        return all(map(_plain, value.values()))
    if isinstance(value, list):
        return all(map(_plain, value))
    return value is None or isinstance(value, bool | str) or _whole(-MOST_WHOLE)(value)


def _payload(value: Any) -> bool:
    return isinstance(value, dict) and _plain(value)


_KEY = _whole(1, 2**63 - 1)
_CODE = _text(10)
_HEAD: dict[str, Check] = {
    "chain": _uuid,
    "visit": _KEY,
    "device": _hash,
    "seq": _whole(1, 1_000_000),
    "prev": _hash,
    "kind": _text(30),
    "at": _moment,
    "mono": _whole(0),
    "epoch": _uuid,
}
_BODIES: dict[str, dict[str, Check]] = {
    "start": {
        "checklist": _KEY,
        "position": _or_none(_position),
        "distance_m": _or_none(_whole(0, 100_000_000)),
    },
    "certificate_shown": {"officers": _people},
    "answer": {
        "item": _text(10, least=1),
        "value": _one_of("ok", "not_ok", "not_applicable", ""),
        "note": _text(500),
    },
    "photo": {
        "sha256": _hash,
        "size": _whole(1, MOST_BLOB_BYTES),
        "media_type": _one_of("image/jpeg", "image/png", "image/webp"),
        "width": _whole(1, 100_000),
        "height": _whole(1, 100_000),
        "item": _CODE,
        "finding": _text(40),
        "caption": _text(200),
        "taken_at": _moment,
        "position": _or_none(_position),
    },
    "person_met": {"key": _text(40, least=1), "name": _text(50), "role": _text(50)},
    "counts": {
        "pupils": _or_none(_whole(0, 100_000)),
        "teachers": _or_none(_whole(0, 100_000)),
        "note": _text(200),
    },
    "finding": {
        "key": _text(40, least=1),
        "violation": _CODE,
        "routed": _CODE,
        "item": _CODE,
        "text": _text(2000),
    },
    "note": {"text": _text(2000)},
    "read_out": {"text": _text(20_000)},
    "signature": {
        "role": _one_of("officer", "party", "witness"),
        "user": _whole(0, 2**63 - 1),
        "name": _text(50, least=1),
        "sha256": _hash,
        "size": _whole(1, MOST_BLOB_BYTES),
    },
    "refusal": {
        "of": _one_of("entry", "record", "signature"),
        "reason": _text(200, least=1),
        "witness": _text(50),
        "witness_unit": _text(100),
    },
    "order_handed": {"release": _KEY, "payload": _payload, "payload_sha256": _hash},
    "finish": {"officers": _people, "place": _text(200), "blobs": _hashes},
}
