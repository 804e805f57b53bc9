"""Back up everything, or one county: one snapshot, its files, and a list of checksums."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import psycopg
from django.conf import settings

from operations.errors import BackupIncomplete
from operations.keeping.database import Database, note, schemas
from operations.keeping.files import keep_files
from operations.keeping.folder import Tell, copy, new_folder, no_word, room_on_disk
from operations.keeping.manifest import DUMP, FILES, HEADS, Manifest, begin, counties_of, describe
from tenants.errors import UnknownCounty

WAIT_MS = 60_000  # for a migration that holds a table; longer, and the back-up says so


def back_up(
    to: Path,
    *,
    at: datetime,
    database: Database | None = None,
    earlier: Path | None = None,
    tell: Tell = no_word,
) -> Manifest:
    """Keep all counties in a new folder ``to``: database, stored files, heads of the history.

    Holds no lock that a writer would wait for. Settings and keys are not in it.

    Args:
        earlier: an earlier back-up on the same disk; files that it holds whole are linked.

    Raises PlaceTaken, NoRoom, ToolFailed; then there is no folder ``to``.
    """
    database = database or Database()
    with new_folder(to) as draft, database.connect(reading=True) as snapshot:
        manifest = begin("whole", at, counties_of(snapshot))
        names = schemas(snapshot)
        _fill(draft, to, database, snapshot, manifest, names, earlier, tell)
        keep_heads(draft)
    with database.connect() as connection:
        note(connection, "", "platform.back_up", at, _facts(to, manifest))
    return manifest


def back_up_county(
    code: str,
    to: Path,
    *,
    at: datetime,
    database: Database | None = None,
    earlier: Path | None = None,
    tell: Tell = no_word,
) -> Manifest:
    """Keep one county, whatever its state, in a new folder. Raises as ``back_up`` and UnknownCounty."""
    database = database or Database()
    with database.connect(reading=True) as snapshot:
        rows = counties_of(snapshot, code)
        if not rows:
            raise UnknownCounty(code=code)
        with new_folder(to) as draft:
            manifest = begin("county", at, rows)
            names = [rows[0]["schema_name"]]
            _fill(draft, to, database, snapshot, manifest, names, earlier, tell)
            keep_heads(draft, code)
    with database.connect() as connection:
        note(connection, code, "county.back_up", at, _facts(to, manifest))
    return manifest


def _fill(
    draft: Path,
    to: Path,
    database: Database,
    snapshot: psycopg.Connection,
    manifest: Manifest,
    names: list[str],
    earlier: Path | None,
    tell: Tell,
) -> None:
    if earlier is not None and not earlier.is_dir():
        raise BackupIncomplete(place=earlier)
    for done, name in enumerate(names, start=1):
        manifest.schemas[name] = describe(snapshot, name)
        tell("清点数据表", done, len(names))
    tell("导出数据库", 0, 1)
    _dump(draft / DUMP, to, database, snapshot, names)
    tell("导出数据库", 1, 1)
    for done, name in enumerate(names, start=1):
        manifest.schemas[name].files, damaged = keep_files(
            snapshot,
            name,
            source=Path(settings.YUJIAN_FILES_DIR),
            into=draft / FILES,
            earlier=earlier / FILES if earlier else None,
        )
        manifest.damaged_files += damaged
        tell("复制存档文件", done, len(names))
    manifest.write(draft)


def _dump(
    path: Path, to: Path, database: Database, snapshot: psycopg.Connection, names: Iterable[str]
) -> None:
    """pg_dump in the same snapshot as everything else, so that figures and rows agree."""
    row = snapshot.execute("SELECT pg_catalog.pg_export_snapshot()").fetchone()
    assert row is not None
    chosen = [f'--schema="{name}"' for name in names]
    options = ["--format=custom", "--compress=6", "--no-owner", "--no-privileges"]
    options += [f"--lock-wait-timeout={WAIT_MS}", f"--snapshot={row[0]}", f"--file={path}"]
    with room_on_disk(to):
        database.run("pg_dump", *options, *chosen)
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def keep_heads(draft: Path, code: str = "") -> None:
    """The heads of the sealed history lie outside the database; all, or one county's, go along."""
    heads = Path(settings.YUJIAN_HEADS_DIR)
    for path in sorted((heads / code).rglob("*")):
        if path.is_file():
            copy(path, draft / HEADS / path.relative_to(heads))


def _facts(to: Path, manifest: Manifest) -> dict[str, object]:
    return {
        "to": str(to),
        "counties": len(manifest.counties),
        "files": sum(kept.files for kept in manifest.schemas.values()),
        "damaged_files": len(manifest.damaged_files),
    }
