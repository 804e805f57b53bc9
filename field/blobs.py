"""Bytes on their way in: parts by device, whole ones by hash, in the county's own folder.

A whole one was hashed from this disk; it is safe from a power cut once ``secure`` said so. It
stays here until it is a stored file (``documents``), where backups find it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from hashlib import file_digest, sha256
from pathlib import Path

from django.conf import settings

from common.disk import NO_ROOM, sync_folder
from field.errors import BlobDiffers, BlobOffset, BlobTooLarge
from field.rules.entries import MOST_BLOB_BYTES
from tenants.current import schema
from tenants.errors import DiskFull

_STEP = 256 * 1024
_AT_ONCE = 8
MB = 1024 * 1024

Read = Callable[[int], bytes]


def whole(checksum: str) -> Path:
    """Where the county keeps these bytes once they are whole."""
    return Path(f"{_folder()}/whole/{checksum[:2]}/{checksum}")


def is_whole(checksum: str) -> bool:
    return whole(checksum).exists()


def secure(checksums: Iterable[str]) -> set[str]:
    """Hash whole blobs once more as they lie on the disk now; the equal ones are safe from then on.

    One that is not what its name says (a power cut came between) is forgotten, so that its phone
    is asked for it again. All go to the disk at once: the file system then writes its journal for
    all of them together, and not twice for each.

    Returns those that are here and equal.
    """
    paths = {checksum: whole(checksum) for checksum in checksums}
    pool = _writers(os.getpid())
    found = dict(zip(paths, pool.map(_secure, paths.values()), strict=True))
    equal = {checksum for checksum, is_equal in found.items() if is_equal}
    list(pool.map(sync_folder, {paths[checksum].parent for checksum in equal}))
    return equal


@cache
def _writers(process: int) -> ThreadPoolExecutor:
    """Threads that wait for the disk, made once; a fork has none of its parent's."""
    return ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="field-blobs")


def _secure(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            if file_digest(file, "sha256").hexdigest() == path.name:
                os.fsync(file.fileno())
                return True
    except FileNotFoundError:
        return False
    path.unlink(missing_ok=True)
    return False


def offset(checksum: str, *, device: str) -> int:
    """How many bytes of this device's blob are here; of a whole one all."""
    return _size(whole(checksum)) or _size(_part(checksum, device))


def append(checksum: str, read: Read, *, device: str, begins: int, sends: int, total: int) -> bool:
    """Take the bytes that ``read`` gives; True when the blob is whole and equal.

    Args:
        begins: where they belong; that many must be here.
        sends: how many are to come. Fewer come when the line is cut; those are kept.
        total: how many the whole blob has.

    Raises BlobTooLarge, BlobOffset (with how many are here), BlobDiffers, DiskFull.
    """
    if total > MOST_BLOB_BYTES or begins + sends > total:
        raise BlobTooLarge(limit_mb=MOST_BLOB_BYTES // MB)
    if is_whole(checksum):
        return True
    path = _part(checksum, device)
    try:
        return _take(path, checksum, read, begins=begins, sends=sends, total=total)
    except OSError as trouble:
        if trouble.errno in NO_ROOM:
            raise DiskFull() from trouble
        raise


def _take(path: Path, checksum: str, read: Read, *, begins: int, sends: int, total: int) -> bool:
    handle = _opened(path)
    try:
        here = begins
        hashed = sha256() if begins == 0 else None
        while here < begins + sends:
            data = read(min(_STEP, begins + sends - here))
            if not data:
                break
            with _held(handle):
                _write(handle, path, data, at=here)
            if hashed:
                hashed.update(data)
            here += len(data)
        with _held(handle):
            # Whoever wrote each byte by itself has hashed the file; no other can have come between.
            known = hashed.hexdigest() if hashed and here == total else ""
            return _finish(handle, path, checksum, known, here=here, total=total)
    finally:
        os.close(handle)


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:  # the first of this phone
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _write(handle: int, path: Path, data: bytes, *, at: int) -> None:
    """Another connection of the same phone may have gone on, ended or begun anew meanwhile."""
    if not _is_still(handle, path):  # this file is the whole blob now, or nobody's
        raise BlobOffset(offset=_size(path))
    size = os.fstat(handle).st_size
    if size != at:
        raise BlobOffset(offset=size)
    while data:
        written = os.pwrite(handle, data, at)
        at, data = at + written, data[written:]


def _finish(handle: int, path: Path, checksum: str, known: str, *, here: int, total: int) -> bool:
    """``known``: the hash of the file where it is known, else it is read again."""
    if not _is_still(handle, path):  # whole by another connection, or begun anew
        return is_whole(checksum)
    size = os.fstat(handle).st_size
    if size < total:
        if size != here:
            raise BlobOffset(offset=size)
        return False
    if size > total or (known or _digest(path)) != checksum:
        path.unlink()
        raise BlobDiffers()
    target = whole(checksum)
    try:
        os.replace(path, target)
    except FileNotFoundError:  # the first that begins so
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)
    return True


def take_whole(checksum: str, content: bytes, *, device: str) -> None:
    """Bytes out of a saved queue. Raises BlobDiffers, BlobTooLarge, DiskFull."""
    _part(checksum, device).unlink(missing_ok=True)
    rest = memoryview(content)

    def read(count: int) -> bytes:
        nonlocal rest
        data, rest = bytes(rest[:count]), rest[count:]
        return data

    size = len(content)
    append(checksum, read, device=device, begins=0, sends=size, total=size)


def drop(checksum: str) -> None:
    """The bytes are a stored file now."""
    whole(checksum).unlink(missing_ok=True)


def old_parts(*, before: datetime) -> list[Path]:
    """Parts that nobody went on with since."""
    paths = sorted(Path(_folder(), "parts").glob("*/*"))
    return [path for path in paths if path.stat().st_mtime < before.timestamp()]


def all_whole() -> Iterator[str]:
    """Hashes of everything that is whole and still lies here."""
    return (path.name for path in sorted(Path(_folder(), "whole").glob("??/*")))


def _folder() -> str:
    return f"{settings.YUJIAN_FILES_DIR}/{schema()}/field"


def _part(checksum: str, device: str) -> Path:
    return Path(f"{_folder()}/parts/{device[:16]}/{checksum}")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _is_still(handle: int, path: Path) -> bool:
    """Is the open file still the one of this name?"""
    try:
        named = path.stat()
    except FileNotFoundError:
        return False
    opened = os.fstat(handle)
    return (named.st_dev, named.st_ino) == (opened.st_dev, opened.st_ino)


@contextmanager
def _held(handle: int) -> Iterator[None]:
    """One writer at a time: a phone that retries may still have its old connection open."""
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)
