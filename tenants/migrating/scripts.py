"""What Django ran to migrate one county, to be run in others as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django_tenants.utils import get_public_schema_name, quote_schema_name

from tenants.migrating.plain import is_plain
from tenants.release import Key

_NOTE = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())"
_TYPES = "SELECT app_label, model FROM django_content_type ORDER BY id"
_RIGHTS = (
    "SELECT p.name, p.codename, t.app_label, t.model FROM auth_permission p"
    " JOIN django_content_type t ON t.id = content_type_id ORDER BY p.id"
)
_ADD_TYPE = (
    "INSERT INTO django_content_type (app_label, model) VALUES (%s, %s) ON CONFLICT DO NOTHING"
)
_ADD_RIGHT = (
    "INSERT INTO auth_permission (name, codename, content_type_id) SELECT %s, %s, id"
    " FROM django_content_type WHERE app_label = %s AND model = %s ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Script:
    """One migration as statements. Run in one transaction, with its note that it was applied."""

    key: Key
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recording:
    """A migrated county's way, for those that stood where it stood."""

    scripts: tuple[Script, ...]  # up to the first migration that is more than statements
    is_whole: bool  # nothing is left for Django to do
    rows: tuple[str, ...]  # content types and permissions, which Django adds at the end


def migrate_by_django(schema: str) -> None:
    """Django's own way, whatever is missing; also its end, which a stopped run left out."""
    call_command("migrate_schemas", tenant=True, schema_name=schema, interactive=False, verbosity=0)


def migrate_public(missing: frozenset[Key]) -> None:
    """The tables that counties share. What only counties have is noted there and does nothing."""
    shared = {app.label for app in apps.get_app_configs() if app.name in settings.SHARED_APPS}
    if any(app in shared for app, _ in missing):
        call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(_NOTE, sorted(missing))


def migrate_and_record(schema: str, missing: frozenset[Key]) -> Recording:
    """Django's own way in this county, and what it ran there."""
    types, rights = _rows(schema, _TYPES), _rows(schema, _RIGHTS)
    known = _applied_in_order(schema)
    with _recording() as scripts:
        migrate_by_django(schema)
    new = _applied_in_order(schema)[len(known) :]
    if len(new) != len(scripts) or set(new) != missing:
        # Squashed migrations are noted without being run: leave all of it to Django.
        return Recording((), False, ())
    pairs = zip(new, scripts, strict=True)
    plain = [Script(key, tuple(statements)) for key, statements in _plain_ones(pairs)]
    added = [composed(_ADD_TYPE, row) for row in _rows(schema, _TYPES)[len(types) :]]
    added += [composed(_ADD_RIGHT, row) for row in _rows(schema, _RIGHTS)[len(rights) :]]
    return Recording(tuple(plain), len(plain) == len(new), tuple(added))


def replay(recording: Recording, schema: str, *, at_the_end: Sequence[str]) -> None:
    """Run the scripts in another county, each in a transaction with its note.

    ``at_the_end``: statements about public tables, committed with the last script of a
    recording that is whole.
    """
    last = recording.scripts[-1]
    for script in recording.scripts:
        statements = [_search_path(schema), *script.statements, composed(_NOTE, script.key)]
        if script is last and recording.is_whole:
            statements += [*recording.rows, *at_the_end]
        with transaction.atomic(), connection.cursor() as cursor:
            # One message to the server. A statement may end in a comment, so the sign that
            # ends it stands on a line of its own.
            cursor.execute("\n;\n".join(statements))


@contextmanager
def _recording() -> Iterator[list[list[str]]]:
    connection.scripts = []
    try:
        yield connection.scripts
    finally:
        connection.scripts = None


def _plain_ones(pairs: Iterable[tuple[Key, list[str]]]) -> Iterator[tuple[Key, list[str]]]:
    for (app, name), statements in pairs:
        module = import_module(f"{MigrationLoader.migrations_module(app)[0]}.{name}")
        if not is_plain(module.Migration(name, app)):
            return
        yield (app, name), statements


def _search_path(schema: str) -> str:
    """The path that the backend sets for a county, until the end of the transaction."""
    paths = (schema, get_public_schema_name(), *settings.PG_EXTRA_SEARCH_PATHS)
    return f"SET LOCAL search_path = {', '.join(quote_schema_name(path) for path in paths)}"


def _applied_in_order(schema: str) -> list[Key]:
    rows = _rows(schema, "SELECT app, name FROM django_migrations ORDER BY id")
    return [(app, name) for app, name in rows]


def _rows(schema: str, query: str) -> list[tuple[str, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_search_path(schema))
        cursor.execute(query)
        return list(cursor.fetchall())


def composed(sql: str, values: Sequence[object]) -> str:
    """The statement with its values in it, quoted by the driver."""
    return str(connection.ops.compose_sql(sql, values))
