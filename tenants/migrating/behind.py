"""Which counties lack which migrations, in one query."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django_tenants.utils import quote_schema_name

from tenants.models import County
from tenants.release import Key, migrations_of_release

_CHUNK = 500  # schemas in one statement; its text stays under 64 KB


def counties_behind() -> dict[str, frozenset[Key]]:
    """Schema and missing migrations of each county that lacks some; empty when all have all.

    A county whose schema is not there yet is left out: it is being prepared.
    """
    wanted = migrations_of_release()
    applied = applied_by_schema(County.objects.values_list("schema_name", flat=True))
    return {schema: wanted - has for schema, has in applied.items() if wanted - has}


def schemas_at_release(schemas: Iterable[str]) -> list[str]:
    """Those of these schemas that are there and lack no migration, in their order."""
    wanted, asked = migrations_of_release(), list(schemas)
    applied = applied_by_schema(asked)
    return [schema for schema in asked if schema in applied and wanted <= applied[schema]]


def applied_by_schema(schemas: Iterable[str]) -> dict[str, frozenset[Key]]:
    """What is noted as applied in each of these schemas; those without a note are left out."""
    present = _with_notes(list(schemas))
    found: dict[str, set[Key]] = {schema: set() for schema in present}
    for start in range(0, len(present), _CHUNK):
        for schema, app, name in _ask(present[start : start + _CHUNK]):
            found[schema].add((app, name))
    return {schema: frozenset(keys) for schema, keys in found.items()}


def _with_notes(schemas: list[str]) -> list[str]:
    """A name that is not there would fail the whole query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nspname FROM pg_namespace JOIN pg_class ON relnamespace = pg_namespace.oid"
            " WHERE relname = 'django_migrations' AND nspname = ANY(%s)",
            [schemas],
        )
        there = {name for (name,) in cursor.fetchall()}
    return [schema for schema in schemas if schema in there]


def _ask(schemas: list[str]) -> list[tuple[str, str, str]]:
    selects = [
        f"SELECT {place}, app, name FROM {quote_schema_name(schema)}.django_migrations"  # noqa: S608 -- quoted
        for place, schema in enumerate(schemas)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects))
        return [(schemas[place], app, name) for place, app, name in cursor.fetchall()]
