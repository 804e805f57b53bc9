"""Everything out of a back-up into an empty database and an empty folder of files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from django.conf import settings

from operations.errors import PlaceLiving, RestoredUnlike
from operations.keeping.database import Database, has_table, note, schemas
from operations.keeping.figures import figures, shape, unlike
from operations.keeping.files import put_back
from operations.keeping.folder import Tell, check_folder, copy, no_word
from operations.keeping.manifest import DUMP, FILES, HEADS, Kept, Manifest
from operations.keeping.pouring import PUBLIC, pour


@dataclass(frozen=True)
class Restored:
    """What a restore found and proved."""

    manifest: Manifest
    schemas: int
    tables: int
    rows: int
    files: int


def restore(
    kept: Path,
    *,
    at: datetime,
    database: Database | None = None,
    files: Path | None = None,
    heads: Path | None = None,
    tell: Tell = no_word,
) -> Restored:
    """Fill an empty database; then compare every table with the back-up's own figures.

    The public schema comes last, and with it the list of counties: a restore that was stopped
    shows no county to anybody. The same call goes on with the first schema that is missing.

    Raises BackupIncomplete, BackupDamaged, BackupForeign, PlaceLiving, ToolFailed,
    RestoredUnlike.
    """
    database = database or Database()
    files = files or Path(settings.YUJIAN_FILES_DIR)
    _require_empty(database)
    check_folder(kept, tell=tell)
    manifest = Manifest.read(kept)
    count = sum(put_back(kept / FILES, name, under=files, tell=tell) for name in manifest.schemas)
    put_heads_back(kept, heads or Path(settings.YUJIAN_HEADS_DIR))
    _pour_all(kept, manifest, database, tell)
    rows = _prove(manifest.schemas, database, tell)
    with database.connect() as connection:
        note(connection, "", "platform.restore", at, {"from": str(kept), "of": manifest.at})
    tables = sum(len(one.tables) for one in manifest.schemas.values())
    return Restored(manifest, len(manifest.schemas), tables, rows, count)


def _require_empty(database: Database) -> None:
    with database.connect(reading=True) as connection:
        if has_table(connection, PUBLIC, "django_migrations"):
            raise PlaceLiving(database=database.label)


def _pour_all(kept: Path, manifest: Manifest, database: Database, tell: Tell) -> None:
    wanted = sorted(manifest.schemas, key=lambda name: (name == PUBLIC, name))
    with database.connect(reading=True) as connection:
        there = set(schemas(connection)) - {PUBLIC}
    for done, name in enumerate(wanted, start=1):
        if name not in there:
            pour(kept / DUMP, name, into=database)
        tell("恢复数据库", done, len(wanted))


def put_heads_back(kept: Path, into: Path, code: str = "") -> None:
    """Copy the heads of the sealed history, except those that are there: they are the proof."""
    for path in sorted((kept / HEADS / code).rglob("*")):
        target = into / path.relative_to(kept / HEADS)
        if path.is_file() and not target.exists():
            copy(path, target)


def _prove(kept: Mapping[str, Kept], database: Database, tell: Tell) -> int:
    with database.connect(reading=True) as connection:
        for done, (name, one) in enumerate(kept.items(), start=1):
            require_alike(connection, name, one)
            tell("核对数据表", done, len(kept))
    with database.connect() as connection:
        connection.execute("ANALYZE")
    return sum(int(rows) for one in kept.values() for rows, _ in one.tables.values())


def require_alike(connection: psycopg.Connection, schema: str, kept: Kept) -> None:
    """Raises RestoredUnlike when a table or the build of a schema is not as it was kept."""
    wrong = unlike(kept.tables, figures(connection, schema))
    if shape(connection, schema) != kept.shape:
        wrong.append("索引、约束、触发器或函数的数量")
    if wrong:
        raise RestoredUnlike(schema=schema, tables="、".join(wrong))
