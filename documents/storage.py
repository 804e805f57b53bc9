"""Bytes on disk, by checksum, in a folder per county."""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from documents.errors import FileDamaged
from tenants.current import schema


def digest(content: bytes) -> str:
    """The name under which bytes are kept."""
    return sha256(content).hexdigest()


def path_of(checksum: str) -> Path:
    """Where the county of this connection keeps the bytes with this checksum."""
    return Path(settings.YUJIAN_FILES_DIR) / schema() / checksum[:2] / checksum


def write(content: bytes) -> str:
    """Keep bytes so that a power cut leaves either all of them or none; returns the checksum.

    A file that is already there and whole is left alone; a damaged one is replaced.
    Raises NoCounty outside a county.
    """
    checksum = digest(content)
    target = path_of(checksum)
    if target.exists() and target.read_bytes() == content:
        return checksum
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    return checksum


def read(checksum: str, *, name: str) -> bytes:
    """The bytes with this checksum. Raises FileDamaged when they are gone or altered."""
    try:
        content = path_of(checksum).read_bytes()
    except FileNotFoundError:
        raise FileDamaged(name=name) from None
    if digest(content) != checksum:
        raise FileDamaged(name=name)
    return content


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
