"""One county as an open package: CSV, files, a manual, checksums. Readable without this software."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import psycopg
from django.conf import settings
from psycopg import sql

from operations.errors import BackupForeign
from operations.keeping.database import Database, note
from operations.keeping.dictionary import LEFT_OUT_TABLES, Table, table
from operations.keeping.figures import Tables, figures
from operations.keeping.files import named_files, place_of
from operations.keeping.folder import Tell, no_word
from operations.keeping.manifest import counties_of, release
from operations.keeping.manual import manual
from operations.keeping.packing import Package, check_package, new_package
from tenants.errors import UnknownCounty

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Export:
    """What a package says of itself."""

    code: str
    name: str
    at: str
    release: str
    tables: Tables
    files: int
    missing_files: list[str]
    format: int = 1

    @property
    def rows(self) -> int:
        return sum(int(rows) for rows, _ in self.tables.values())


def export_county(code: str, to: Path, *, at: datetime, tell: Tell = no_word) -> Export:
    """Write a county, whatever its state, as one ZIP. Pages go on; memory does not grow with it.

    Raises UnknownCounty, PlaceTaken, DiskFull.
    """
    database = Database()
    with database.connect(reading=True) as snapshot:
        rows = counties_of(snapshot, code)
        if not rows:
            raise UnknownCounty(code=code)
        with new_package(to) as package:
            export = _fill(package, snapshot, rows[0], at, tell)
    with database.connect() as connection:
        facts = {"to": str(to), "rows": export.rows, "files": export.files}
        note(connection, code, "county.export", at, facts)
    return export


def read_export(path: Path) -> Export:
    """Check a package whole and read what it says. Raises BackupForeign, BackupDamaged."""
    check_package(path)
    try:
        with ZipFile(path) as archive:
            return Export(**json.loads(archive.read(MANIFEST)))
    except (KeyError, ValueError, TypeError) as error:
        raise BackupForeign(place=path) from error


def exported_figures(connection: psycopg.Connection, schema: str) -> Tables:
    """The figures of the tables that a package holds."""
    found = figures(connection, schema)
    return {name: one for name, one in found.items() if name not in LEFT_OUT_TABLES}


def _fill(
    package: Package, snapshot: psycopg.Connection, row: dict[str, Any], at: datetime, tell: Tell
) -> Export:
    schema = row["schema_name"]
    counted = exported_figures(snapshot, schema)
    described: dict[str, tuple[Table, int]] = {}
    for done, name in enumerate(counted, start=1):
        about = table(name, _columns(snapshot, schema, name))
        described[name] = (about, int(counted[name][0]))
        _write_table(package, snapshot, schema, about)
        tell("导出数据表", done, len(counted))
    files, missing = _write_files(package, snapshot, schema, tell)
    export = Export(row["code"], row["name"], at.isoformat(), release(), counted, files, missing)
    facts = {key: str(getattr(export, key)) for key in ("code", "name", "at", "release")}
    package.text("README.md", "".join(manual(facts, described)))
    package.text("schema.json", _json({name: asdict(one) for name, (one, _) in described.items()}))
    package.text(MANIFEST, _json(asdict(export)))
    return export


def _columns(connection: psycopg.Connection, schema: str, name: str) -> list[str]:
    rows = connection.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = %s AND table_name = %s ORDER BY ordinal_position",
        (schema, name),
    )
    return [column for (column,) in rows]


def _write_table(package: Package, snapshot: psycopg.Connection, schema: str, about: Table) -> None:
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY 1) TO STDOUT (FORMAT csv, HEADER)").format(
        sql.SQL(", ").join(sql.Identifier(column.name) for column in about.columns),
        sql.Identifier(schema, about.name),
    )
    with (
        package.entry(f"tables/{about.name}.csv") as file,
        snapshot.cursor() as cursor,
        cursor.copy(query) as rows,
    ):
        for block in rows:
            file.write(block)


def _write_files(
    package: Package, snapshot: psycopg.Connection, schema: str, tell: Tell
) -> tuple[int, list[str]]:
    count, missing = 0, []
    for known, name in named_files(snapshot, schema):
        path = place_of(Path(settings.YUJIAN_FILES_DIR), schema, known)
        count += 1
        entry = f"files/{known[:2]}/{known}"
        if not path.is_file():
            missing.append(f"{known} {name}")
        elif package.file(entry, path) != known:
            missing.append(f"{known} {name}（内容已损坏，原样导出）")
    tell("导出存档文件", count, count) if count else None
    return count, missing


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
