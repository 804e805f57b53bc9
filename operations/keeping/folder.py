"""A back-up's folder: made under another name, listed with checksums, renamed when whole.

What was killed in the middle or met a full disk therefore never looks like a back-up: its
folder has a name that nobody asks for, and no list.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from common.disk import NO_ROOM, sync_folder
from operations.errors import (
    BackupDamaged,
    BackupIncomplete,
    NoRoom,
    PlaceTaken,
)

LIST = "SHA256SUMS"  # in the form that `sha256sum -c` reads
UNFINISHED = ".unfinished"
_BLOCK = 1024 * 1024

Tell = Callable[[str, int, int], None]


def no_word(stage: str, done: int, of: int) -> None:
    """For callers who want no progress."""


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to fill; at the end it gets its list of checksums and its name.

    Raises PlaceTaken when ``target`` exists, NoRoom when there was no room; then nothing
    stays behind. What an earlier, killed attempt for the same name left is removed first.
    """
    if target.exists():
        raise PlaceTaken(place=target)
    draft = target.with_name(f"{target.name}{UNFINISHED}")
    shutil.rmtree(draft, ignore_errors=True)
    with room_on_disk(target):
        draft.mkdir(mode=0o700, parents=True)
        try:
            yield draft
            write_list(draft)
            sync_folder(draft)
            os.rename(draft, target)
            sync_folder(target.parent)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise


@contextmanager
def room_on_disk(target: Path) -> Iterator[None]:
    """A full disk becomes a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise NoRoom(place=target) from error
        raise


def write_list(folder: Path) -> None:
    """One line per file: its SHA-256 and its path, sorted, on the disk when this returns."""
    lines = [f"{checksum(path)}  {name}\n" for name, path in sorted(_files(folder).items())]
    with (folder / LIST).open("w", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())


def read_list(folder: Path) -> dict[str, str]:
    """Path to checksum. Raises BackupIncomplete when it is no finished back-up."""
    path = folder / LIST
    if not path.is_file() or folder.name.endswith(UNFINISHED):
        raise BackupIncomplete(place=folder)
    listed = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        known, _, name = line.partition("  ")
        if len(known) != 64 or not name or Path(name).is_absolute() or ".." in Path(name).parts:
            raise BackupDamaged(place=folder, part=LIST)
        listed[name] = known
    return listed


def check_folder(folder: Path, *, tell: Tell = no_word) -> int:
    """Compare each part with its checksum; the number of parts.

    Raises BackupIncomplete, BackupDamaged with the first part that is gone or altered.
    """
    listed = read_list(folder)
    for done, (name, known) in enumerate(listed.items(), start=1):
        path = folder / name
        if not path.is_file() or checksum(path) != known:
            raise BackupDamaged(place=folder, part=name)
        tell("核对校验值", done, len(listed))
    return len(listed)


def checksum(path: Path) -> str:
    """SHA-256 of a file, a megabyte at a time."""
    found = sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def copy(source: Path, target: Path) -> str:
    """Copy a file, on the disk when this returns; the SHA-256 of what was read."""
    found = sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}{UNFINISHED}")
    try:
        with source.open("rb") as origin, draft.open("wb") as file:
            while block := origin.read(_BLOCK):
                found.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return found.hexdigest()


def _files(folder: Path) -> dict[str, Path]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in found}
