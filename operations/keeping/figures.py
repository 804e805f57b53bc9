"""What a schema holds in figures: rows and a sum per table. Two copies are compared by them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import psycopg
from psycopg import sql

# table -> [rows, sum]
Tables = dict[str, list[str]]

_TABLES = """
SELECT c.relname FROM pg_catalog.pg_class c
 WHERE c.relnamespace = pg_catalog.to_regnamespace(%s) AND c.relkind IN ('r', 'p') ORDER BY 1
"""
_SHAPE = """
SELECT (SELECT count(*) FROM pg_catalog.pg_class
         WHERE relnamespace = n.oid AND relkind IN ('i', 'I')),
       (SELECT count(*) FROM pg_catalog.pg_class WHERE relnamespace = n.oid AND relkind = 'S'),
       (SELECT count(*) FROM pg_catalog.pg_constraint WHERE connamespace = n.oid),
       (SELECT count(*) FROM pg_catalog.pg_proc WHERE pronamespace = n.oid),
       (SELECT count(*) FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
         WHERE c.relnamespace = n.oid AND NOT t.tgisinternal)
  FROM pg_catalog.pg_namespace n WHERE n.nspname = %s
"""
_SHAPE_NAMES = ("indexes", "sequences", "constraints", "functions", "triggers")


def tables_of(connection: psycopg.Connection, schema: str) -> list[str]:
    """Names of the tables of a schema."""
    quoted = sql.Identifier(schema).as_string(connection)
    return [name for (name,) in connection.execute(_TABLES, (quoted,))]


def figures(connection: psycopg.Connection, schema: str) -> Tables:
    """Rows and sum of each table: the sum of 64-bit hashes of the rows' text, in any order.

    Good against loss and mistakes; against a forger there is the sealed history. The locks on
    tables and indexes, some thousand a county, are given back at the end, not with the snapshot.
    """
    single = sql.SQL(
        "SELECT {name}, pg_catalog.count(*)::text, coalesce(pg_catalog.sum("
        "pg_catalog.hashtextextended((kept.*)::text, 0)::numeric), 0)::text FROM {table} kept"
    )
    with connection.transaction(force_rollback=True):
        return {
            name: [rows, total]
            for table in tables_of(connection, schema)
            for name, rows, total in connection.execute(
                single.format(name=sql.Literal(table), table=sql.Identifier(schema, table))
            )
        }


def shape(connection: psycopg.Connection, schema: str) -> dict[str, int]:
    """How many indexes, sequences, constraints, functions, triggers a schema has."""
    row = connection.execute(_SHAPE, (schema,)).fetchone()
    return dict(zip(_SHAPE_NAMES, row, strict=True)) if row else {}


def unlike(kept: Tables, found: Tables) -> list[str]:
    """Tables that are missing, too many, or hold something else; empty when all is equal."""
    return sorted(name for name in kept.keys() | found.keys() if kept.get(name) != found.get(name))


@dataclass(frozen=True)
class Difference:
    """One table in which the living schema and the kept one are not alike."""

    table: str
    living_rows: int
    kept_rows: int
    only_living: int | None  # None: the tables have other columns, rows cannot be compared
    only_kept: int | None
    changed: int | None


def differences(connection: psycopg.Connection, living: str, kept: str) -> list[Difference]:
    """Each table that is not alike in two schemas, with the number of rows by kind."""
    here, there = figures(connection, living), figures(connection, kept)
    return [
        _difference(connection, name, (living, here.get(name)), (kept, there.get(name)))
        for name in unlike(here, there)
    ]


def _difference(
    connection: psycopg.Connection,
    name: str,
    living: tuple[str, list[str] | None],
    kept: tuple[str, list[str] | None],
) -> Difference:
    rows = [int(side[1][0]) if side[1] else 0 for side in (living, kept)]
    keys = [_key_columns(connection, side[0], name) for side in (living, kept)]
    counts: tuple[int | None, ...] = (None, None, None)
    if all(side[1] for side in (living, kept)) and keys[0] and keys[0] == keys[1]:
        query = _BY_KEY.format(
            key=sql.SQL(", ").join(map(sql.Identifier, keys[0])),
            living=sql.Identifier(living[0], name),
            kept=sql.Identifier(kept[0], name),
        )
        counts = connection.execute(query).fetchone() or counts
    return Difference(name, rows[0], rows[1], *counts)


_BY_KEY = sql.SQL(
    "SELECT pg_catalog.count(*) FILTER (WHERE b.hash IS NULL),"
    " pg_catalog.count(*) FILTER (WHERE a.hash IS NULL),"
    " pg_catalog.count(*) FILTER (WHERE a.hash <> b.hash) FROM"
    " (SELECT ROW({key})::text AS key, pg_catalog.md5((r.*)::text) AS hash FROM {living} r) a"
    " FULL JOIN"
    " (SELECT ROW({key})::text AS key, pg_catalog.md5((r.*)::text) AS hash FROM {kept} r) b"
    " USING (key)"
)


def _key_columns(connection: psycopg.Connection, schema: str, table: str) -> list[str]:
    rows: Iterable[tuple[str]] = connection.execute(
        "SELECT a.attname FROM pg_catalog.pg_constraint k"
        " JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)"
        " WHERE k.contype = 'p' AND k.connamespace = pg_catalog.to_regnamespace(%s)"
        " AND k.conrelid::pg_catalog.regclass = pg_catalog.to_regclass(%s) ORDER BY a.attnum",
        (_quoted(connection, schema), _quoted(connection, schema, table)),
    )
    return [name for (name,) in rows]


def _quoted(connection: psycopg.Connection, *names: str) -> str:
    return sql.Identifier(*names).as_string(connection)
