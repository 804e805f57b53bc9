"""A saved queue read from its bytes (docs/field-protocol.md, 8)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from field.errors import QueueFileUnfit

_MARK = b"yujian-queue 1\n"
_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class QueueFile:
    """What one phone had not sent. ``entries`` are text and signature, ``blobs`` bytes by hash."""

    device: str
    entries: list[tuple[str, str]]
    blobs: list[tuple[str, bytes]]
    is_cut: bool


def read_queue(content: bytes) -> QueueFile:
    """Raises QueueFileUnfit when not even the list can be read.

    A file that is cut among the blobs gives those that are whole.
    """
    if not content.startswith(_MARK):
        raise QueueFileUnfit(reason="不是队列文件")
    length, mark, rest = content[len(_MARK) :].partition(b"\n")
    if not mark or not length.isdigit() or len(length) > _MOST_DIGITS or int(length) > len(rest):
        raise QueueFileUnfit(reason="文件不完整")
    try:
        listed = json.loads(rest[: int(length)])
        entries = [(one["text"], one["sig"]) for one in listed["entries"]]
        named = [(one["sha256"], one["size"]) for one in listed["blobs"]]
        device = listed["device"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise QueueFileUnfit(reason="目录已损坏") from None
    if not _is_sound(device, entries, named):
        raise QueueFileUnfit(reason="目录已损坏")
    return _with_blobs(device, entries, named, rest[int(length) :])


def _is_sound(device: Any, entries: list[Any], named: list[Any]) -> bool:
    words = [device, *(part for pair in entries for part in pair), *(name for name, _ in named)]
    sizes = [size for _, size in named]
    return all(isinstance(word, str) for word in words) and all(
        type(size) is int and size > 0 for size in sizes
    )


def _with_blobs(
    device: str, entries: list[tuple[str, str]], named: list[tuple[str, int]], rest: bytes
) -> QueueFile:
    found: list[tuple[str, bytes]] = []
    begins = 0
    for name, size in named:
        if begins + size > len(rest):
            return QueueFile(device, entries, found, is_cut=True)
        found.append((name, rest[begins : begins + size]))
        begins += size
    return QueueFile(device, entries, found, is_cut=False)
