"""Bytes on disk, by checksum, in a folder per county."""

from __future__ import annotations

import math
import os
import tempfile
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from common.disk import NO_ROOM, sync_folder
from documents.errors import FileDamaged
from tenants.current import schema
from tenants.errors import DiskFull

_DRAFT = ".new-"


def digest(content: bytes) -> str:
    """The name under which bytes are kept."""
    return sha256(content).hexdigest()


def path_of(checksum: str) -> Path:
    """Where the county of this connection keeps the bytes with this checksum."""
    return Path(settings.YUJIAN_FILES_DIR) / schema() / checksum[:2] / checksum


def write(content: bytes) -> str:
    """Keep bytes so that a power cut leaves either all of them or none; returns the checksum.

    A file that is already there and whole is left alone; a damaged one is replaced.
    Raises NoCounty outside a county; DiskFull when there is no room, and then nothing is left.
    """
    checksum = digest(content)
    target = path_of(checksum)
    if target.exists() and target.read_bytes() == content:
        os.utime(target)  # young again: whoever looks for what nobody needs leaves it alone
        return checksum
    try:
        _put(content, target)
    except OSError as trouble:
        if trouble.errno in NO_ROOM:
            raise DiskFull() from trouble
        raise
    return checksum


def _put(content: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=target.parent, prefix=_DRAFT)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def read(checksum: str, *, name: str) -> bytes:
    """The bytes with this checksum. Raises FileDamaged when they are gone or altered."""
    try:
        content = path_of(checksum).read_bytes()
    except FileNotFoundError:
        raise FileDamaged(name=name) from None
    if digest(content) != checksum:
        raise FileDamaged(name=name)
    return content


def leftovers(*, before: datetime) -> list[Path]:
    """Half-written files and whole ones, last touched before this moment.

    A process that is killed while it writes leaves a draft behind; one that is killed before
    its transaction ends leaves a file that no row may ever name.
    """
    folder = Path(settings.YUJIAN_FILES_DIR) / schema()
    return [path for path in sorted(folder.glob("??/*")) if _touched(path) < before.timestamp()]


def is_draft(path: Path) -> bool:
    """Half-written: it was never given its name."""
    return path.name.startswith(_DRAFT)


def _touched(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # just renamed or taken away
        return math.inf
