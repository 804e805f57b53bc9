"""The head of each chain outside the database: a file per county and day, lines only added.

The folder may lie on another machine's mount. Whoever rewrites a chain in the database cannot
rewrite these lines; whoever holds both can, which is why a day's file may be time-stamped.
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from common.clock import localdate
from common.disk import sync_folder

EVERY = timedelta(minutes=5)  # between two lines while the chain grows

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain had come at a moment. ``note`` is why an earlier point was gone back to."""

    at: datetime
    position: int
    digest: str  # hex
    note: str = ""
    place: str = ""  # file and line, for people


def folder_of(code: str) -> Path:
    return Path(settings.YUJIAN_HEADS_DIR) / code


def file_of(code: str, day: date) -> Path:
    return folder_of(code) / f"{day:%Y-%m-%d}.jsonl"


def stamp_of(path: Path) -> Path:
    """Where the time stamp of a day's file lies: beside it, the authority's answer as it came."""
    return path.with_name(path.name + ".tsr")


def unstamped(code: str, *, before: date) -> list[Path]:
    """The files of days that are over and that carry no time stamp yet, the oldest first."""
    files = sorted(folder_of(code).glob("*.jsonl"))
    return [path for path in files if path.stem < f"{before}" and not stamp_of(path).exists()]


def stamped(code: str) -> list[Path]:
    """The files that carry a time stamp, the oldest first."""
    return [path for path in sorted(folder_of(code).glob("*.jsonl")) if stamp_of(path).exists()]


def put_stamp(path: Path, token: bytes) -> None:
    """Lay the stamp beside its file, all of it or nothing. Raises OSError."""
    draft = stamp_of(path).with_suffix(".new")
    with draft.open("wb") as file:
        file.write(token)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(stamp_of(path))
    sync_folder(path.parent)


def is_due(code: str, *, position: int, at: datetime) -> bool:
    """Once a day in any case; while the chain grows, every few minutes."""
    path = file_of(code, localdate(at))
    heads = _read(path)[0] if path.exists() else []
    if not heads:
        return True
    return heads[-1].position != position and at - heads[-1].at >= EVERY


def add(code: str, head: Head) -> bool:
    """Add a line and wait until it lies on the disk; False, and a line in the log, if it cannot.

    A line that was cut off by a fall of the machine is left as it is, and a new one begun.
    """
    path = file_of(code, localdate(head.at))
    line = {
        "at": head.at.astimezone(UTC).isoformat(),
        "county": code,
        "digest": head.digest,
        "position": head.position,
        **({"note": head.note} if head.note else {}),
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            torn = file.tell() and not _ends_whole(path)
            text = json.dumps(line, ensure_ascii=False, sort_keys=True)
            file.write(("\n" if torn else "").encode() + text.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
    except OSError as trouble:
        _log.error("the head of %s cannot leave the database: %s", code, trouble)
        return False
    return True


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"


def newest(code: str) -> Head | None:
    """The last line of the last file; None if there is none or the folder is away."""
    try:
        found = [_read(path)[0] for path in sorted(folder_of(code).glob("*.jsonl"))[-2:]]
    except OSError:
        return None
    lines = [head for part in found for head in part]
    return lines[-1] if lines else None


def read_all(code: str) -> tuple[list[Head], list[str]]:
    """Every head of the county that still counts, oldest first, and the places of unreadable lines.

    After a noted return to an earlier point, the heads beyond that point count no more.
    """
    counting: list[Head] = []
    unreadable: list[str] = []
    for path in sorted(folder_of(code).glob("*.jsonl")):
        heads, bad = _read(path)
        unreadable += bad
        for head in heads:
            if head.note:
                counting = [old for old in counting if old.position <= head.position]
            counting.append(head)
    return counting, unreadable


def _read(path: Path) -> tuple[list[Head], list[str]]:
    heads, bad = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        place = f"{path.name} 第{number}行"
        try:
            said = json.loads(line)
            head = Head(
                at=datetime.fromisoformat(said["at"]),
                position=int(said["position"]),
                digest=str(said["digest"]),
                note=str(said.get("note", "")),
                place=place,
            )
        except (ValueError, KeyError, TypeError):
            bad.append(place)
        else:
            heads.append(head)
    return heads, bad
