"""A ZIP that is written as a stream, lists its checksums, and gets its name when it is whole."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from common.disk import sync_folder
from operations.errors import BackupDamaged, BackupForeign, PlaceTaken
from operations.keeping.folder import LIST, UNFINISHED, room_on_disk

_BLOCK = 1024 * 1024


class Writes(Protocol):
    """Something that bytes are written to."""

    def write(self, block: bytes | bytearray | memoryview) -> object: ...


class Package:
    """An open package that is being written."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.sums: dict[str, str] = {}

    @contextmanager
    def entry(self, name: str, *, packed: bool = True) -> Iterator[Writes]:
        """Write one file of the package; its checksum is noted. ``packed``: worth deflating."""
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        found = sha256()
        with self.archive.open(info, "w", force_zip64=True) as file:
            yield _Both(file, found)
        self.sums[name] = found.hexdigest()

    def text(self, name: str, text: str) -> None:
        """Write one file of text."""
        with self.entry(name) as file:
            file.write(text.encode())

    def file(self, name: str, source: Path) -> str:
        """Copy a file in; its checksum."""
        with source.open("rb") as origin, self.entry(name, packed=False) as file:
            while block := origin.read(_BLOCK):
                file.write(block)
        return self.sums[name]


class _Both:
    def __init__(self, file: Writes, found: object) -> None:
        self.file, self.found = file, found

    def write(self, block: bytes | bytearray | memoryview) -> None:
        self.file.write(block)
        self.found.update(block)  # type: ignore[attr-defined]  # hashlib's class has no name


@contextmanager
def new_package(target: Path) -> Iterator[Package]:
    """A package to fill. Raises PlaceTaken, DiskFull; then nothing stays behind."""
    if target.exists():
        raise PlaceTaken(place=target)
    draft = target.with_name(f"{target.name}{UNFINISHED}")
    with room_on_disk(target):
        try:
            with draft.open("wb") as file:
                with zipfile.ZipFile(file, "w") as archive:
                    package = Package(archive)
                    yield package
                    lines = [f"{known}  {name}\n" for name, known in sorted(package.sums.items())]
                    package.text(LIST, "".join(lines))
                file.flush()
                os.fsync(file.fileno())
            os.rename(draft, target)
            sync_folder(target.parent)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


def check_package(path: Path) -> dict[str, str]:
    """Compare every file of a package with its list; path to checksum.

    Raises BackupForeign when it is no package, BackupDamaged with the part that is altered.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            listed = dict(
                reversed(line.split("  ", 1)) for line in archive.read(LIST).decode().splitlines()
            )
            names = set(archive.namelist()) - {LIST}
            for name in sorted(names | listed.keys()):
                if name not in names or _sum(archive, name) != listed.get(name):
                    raise BackupDamaged(place=path, part=name)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise BackupForeign(place=path) from error
    return listed


def _sum(archive: zipfile.ZipFile, name: str) -> str | None:
    found = sha256()
    try:
        with archive.open(name) as file:
            while block := file.read(_BLOCK):
                found.update(block)
    except zipfile.BadZipFile:
        return None
    return found.hexdigest()
