"""Stored files of a county: copied into a back-up and out of one, by their checksum."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from operations.errors import BackupDamaged
from operations.keeping.database import has_table
from operations.keeping.folder import Tell, checksum, copy

_TABLE = "documents_storedfile"
_AT_ONCE = 1000


def named_files(connection: psycopg.Connection, schema: str) -> Iterator[tuple[str, str]]:
    """Checksum and name of each file that the rows of a schema speak of, streamed."""
    if not has_table(connection, schema, _TABLE):
        return
    with connection.cursor(name=f"files_of_{schema}") as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(
            sql.SQL("SELECT sha256, name FROM {} ORDER BY sha256").format(
                sql.Identifier(schema, _TABLE)
            )
        )
        yield from cursor


def place_of(files: Path, schema: str, known: str) -> Path:
    """Where the bytes with this checksum lie under a folder of files."""
    return files / schema / known[:2] / known


def keep_files(
    connection: psycopg.Connection,
    schema: str,
    *,
    source: Path,
    into: Path,
    earlier: Path | None = None,
) -> tuple[int, list[str]]:
    """Copy what the snapshot names; the number of files, and names of those damaged already.

    Files never change, so those copied after the snapshot are those of its moment. One that is
    gone or altered does not stop the back-up of the others: it is reported each time.

    Args:
        earlier: the files of an earlier back-up; what is there whole is linked, not copied.
    """
    count, damaged = 0, []
    for known, name in named_files(connection, schema):
        target = place_of(into, schema, known)
        if not _link(earlier, schema, known, target) and not _copy(
            place_of(source, schema, known), target, known
        ):
            damaged.append(f"{schema}/{known} {name}")
        count += 1
    return count, damaged


def _link(earlier: Path | None, schema: str, known: str, target: Path) -> bool:
    if earlier is None:
        return False
    there = place_of(earlier, schema, known)
    if not there.is_file() or checksum(there) != known:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(there, target)
    except OSError:
        return False  # another file system: it is copied
    return True


def _copy(source: Path, target: Path, known: str) -> bool:
    try:
        found = copy(source, target)
    except FileNotFoundError:
        return False
    if found != known:
        target.unlink()
    return found == known


def put_back(kept: Path, schema: str, *, under: Path, tell: Tell) -> int:
    """Copy the files of one schema of a back-up into a folder of files; how many there are.

    What is there already and whole is left alone. Raises BackupDamaged.
    """
    paths = sorted(path for path in (kept / schema).rglob("*") if path.is_file())
    for done, path in enumerate(paths, start=1):
        target = place_of(under, schema, path.name)
        whole = target.is_file() and checksum(target) == path.name
        if not whole and copy(path, target) != path.name:
            target.unlink()
            raise BackupDamaged(place=kept, part=f"{schema}/{path.name}")
        tell(f"文件 {schema}", done, len(paths))
    return len(paths)
