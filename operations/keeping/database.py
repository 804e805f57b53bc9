"""A database that is kept or filled: connections, one snapshot, and its schemas."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from operations.errors import ToolFailed
from tenants.pg_tools import PgToolFailed, pg_environment, run_pg_tool

# PostgreSQL's own, and the extensions', which every database brings by itself.
_NOT_OURS = "nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'gis')"
_LIBPQ = {"PGDATABASE": "dbname"} | {
    f"PG{name.upper()}": name for name in ("host", "port", "user", "password", "service")
}
_LIBPQ |= {f"PG{name.upper()}": name for name in ("sslmode", "sslrootcert", "sslcert", "sslkey")}
# Texts of rows are compared: they must not depend on what a role or a server prefers.
_SAME_TEXT = {
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "search_path": "",
}


@dataclass(frozen=True)
class Database:
    """A database on the settings' server: their own, or another one by its name."""

    name: str = ""

    @property
    def label(self) -> str:
        """Its name, also when it is the settings' own."""
        return pg_environment(self.name)["PGDATABASE"]

    def run(self, tool: str, *args: str) -> bytes:
        """Run a program of PostgreSQL on it. Raises ToolFailed with its last words."""
        try:
            return run_pg_tool(tool, *args, database=self.name)
        except PgToolFailed as error:
            raise ToolFailed(tool=tool, why=last_words(str(error))) from error

    @contextmanager
    def connect(self, *, reading: bool = False) -> Iterator[psycopg.Connection]:
        """A connection in one transaction, committed at the end; ``reading``: one snapshot."""
        environ = pg_environment(self.name)
        known = {key: environ[variable] for variable, key in _LIBPQ.items() if variable in environ}
        with psycopg.connect("", **known) as connection:
            if reading:
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                connection.read_only = True
            for name, value in _SAME_TEXT.items():
                connection.execute("SELECT set_config(%s, %s, true)", (name, value))
            yield connection


def schemas(connection: psycopg.Connection) -> list[str]:
    """Every schema that holds rows of ours: public, counties, what was set aside."""
    rows = connection.execute(
        f"SELECT nspname FROM pg_catalog.pg_namespace WHERE {_NOT_OURS} ORDER BY nspname"  # noqa: S608 -- a constant
    )
    return [name for (name,) in rows]


def has_table(connection: psycopg.Connection, schema: str, table: str) -> bool:
    """True when the schema holds this table."""
    row = connection.execute(
        "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = %s AND tablename = %s",
        (schema, table),
    ).fetchone()
    return row is not None


def migrations_of(connection: psycopg.Connection, schema: str) -> list[str]:
    """Names of the migrations that made a schema, sorted; none for one of another kind."""
    if not has_table(connection, schema, "django_migrations"):
        return []
    query = sql.SQL("SELECT app || '.' || name FROM {} ORDER BY 1").format(
        sql.Identifier(schema, "django_migrations")
    )
    return [name for (name,) in connection.execute(query)]


def note(
    connection: psycopg.Connection, code: str, kind: str, at: datetime, facts: dict[str, Any]
) -> None:
    """Write what an operator did into the events of this database."""
    connection.execute(
        "INSERT INTO public.tenants_countyevent (county_code, kind, at, facts)"
        " VALUES (%s, %s, %s, %s)",
        (code, kind, at, Jsonb(facts)),
    )


def last_words(said: str) -> str:
    """What a program said at the end, in one line of 500 characters at most."""
    lines = said.strip().splitlines()
    return " / ".join(lines[-3:])[-500:] or "没有说明原因"
