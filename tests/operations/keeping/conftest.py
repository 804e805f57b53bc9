"""A committed county with rows and files, and databases of their own to restore into."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.test import override_settings
from psycopg import sql

from audit.services import publish_head, seal
from documents.services import store
from operations.furnishing import first_administrators, furnish
from operations.keeping.database import Database
from tenants.models import County
from tests.committed import committed_county
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory
from tests.house.files import ROOT
from tests.times import NOON

CODE, HOST = "999961", "keeping.test"
CONTENTS = [b"%PDF-1.7 notice", "照片".encode() * 1000, bytes(range(256)) * 40]


@pytest.fixture(scope="module")
def living_files(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("living")


@pytest.fixture(scope="module")
def living_heads(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("heads")


@pytest.fixture(scope="module")
def living(django_db_setup, django_db_blocker, living_files, living_heads) -> Iterator[County]:
    """A furnished county with people, institutions and stored files, all committed."""
    with (
        django_db_blocker.unblock(),
        override_settings(YUJIAN_FILES_DIR=living_files, YUJIAN_HEADS_DIR=living_heads),
        committed_county(CODE, domain=HOST) as county,
    ):
        furnish(at=NOON)
        first_administrators(at=NOON)
        for name in ("clerk", "deputy"):
            UserFactory(username=name, registry_clerk=True)
        for name in ("春笋托育", "夏荷'\"\\培训\n中心", "秋实（c999961.）培训"):
            InstitutionFactory(name=name)
        for number, content in enumerate(CONTENTS):
            store(content, name=f"文件{number}", media_type="application/pdf", at=NOON)
        seal(at=NOON, whole=True)
        publish_head(at=NOON)
        connection.set_schema_to_public()
        yield county
        _forget_events()


@pytest.fixture(autouse=True)
def its_folders(living, living_files, living_heads, settings, files_of_their_own):
    """In each test the files and heads of the living county, in place of empty folders."""
    settings.YUJIAN_FILES_DIR, settings.YUJIAN_HEADS_DIR = living_files, living_heads


def _forget_events() -> None:
    """History stays; so what these committed drills wrote must be taken out by the owner."""
    connection.set_schema_to_public()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE tenants_countyevent DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM tenants_countyevent WHERE county_code IN ('', %s)", [CODE])
        cursor.execute("ALTER TABLE tenants_countyevent ENABLE TRIGGER USER")
        cursor.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname ~ %s", [f"^c{CODE}_(restored|aside)_"]
        )
        for (schema,) in cursor.fetchall():
            cursor.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture
def empty_database(living) -> Iterator[Database]:
    """An empty database with PostGIS, as an operator makes one; dropped afterwards."""
    name = f"{Database().label}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE yujian_template")
    yield Database(name)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def working_in(database: Database) -> Iterator[None]:
    """Django works in this database inside the block."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database.label
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def contents(database: Database) -> dict[str, str]:
    """schema.table -> all its rows as one sum, computed otherwise than by what is tested."""
    with database.connect(reading=True) as reading:
        tables = reading.execute(
            "SELECT schemaname, tablename FROM pg_tables"
            " WHERE schemaname = 'public' OR schemaname ~ '^c[0-9]{6}$'"
        ).fetchall()
        return {f"{schema}.{table}": _sum(reading, schema, table) for schema, table in tables}


def _sum(reading: psycopg.Connection, schema: str, table: str) -> str:
    query = sql.SQL(
        "SELECT count(*) || ':' || md5(coalesce(string_agg(r.*::text, '|' ORDER BY r.*::text), ''))"
        " FROM {} r"
    )
    row = reading.execute(query.format(sql.Identifier(schema, table))).fetchone()
    return row[0]


def tree(folder: Path) -> dict[str, bytes]:
    """Path below the folder -> bytes."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def command(settings) -> Callable[..., subprocess.Popen]:
    """``command("back_up", …)``: the real command in a process of its own."""

    def start(*arguments: str, database: str = "", files: Path | None = None):
        environ = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "YUJIAN_DB_NAME": database or connection.settings_dict["NAME"],
            "YUJIAN_FILES_DIR": str(files or settings.YUJIAN_FILES_DIR),
        }
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "django", *map(str, arguments)],
            env=environ,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    return start
