"""The schema of a county: made from migrations, or at once from the text of a template.

The text is what ``pg_dump`` says of a schema that was migrated and furnished once per release
(decision 0015). It is kept in public, keyed by a fingerprint of what it was made from.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django_tenants.utils import tenant_context

from tenants.models import County, SchemaTemplate
from tenants.pg_tools import run_pg_tool

# Stands in the text where the county's schema goes, and nowhere else.
TEMPLATE_SCHEMA = "yujian_county_template"

_SCHEMA_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_FIRST_OBJECT = "--\n-- Name: "  # before it pg_dump writes nothing but settings of the session
_SETTINGS = re.compile(r"^(?:SET default_\w+ = .*;|\\.*)\n", re.MULTILINE)


@cache
def fingerprint() -> str:
    """Of all migrations of this release, their names and their contents. 64 hex digits.

    Also those of apps without tables in a county: Django notes them there as applied.
    """
    folders = {app.label: Path(app.path) / "migrations" for app in apps.get_app_configs()}
    digest = hashlib.sha256()
    for label, folder in sorted(folders.items()):
        for path in sorted(folder.glob("*.py")):
            digest.update(f"{label}/{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def schema_exists(schema: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_namespace WHERE nspname = %s", [schema])
        return cursor.fetchone() is not None


def migrate_schema(schema: str) -> None:
    """The schema with all migrations, from wherever it stands. Takes seconds; leaves public."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {_checked(schema)}")
    call_command("migrate_schemas", tenant=True, schema_name=schema, interactive=False, verbosity=0)


def drop_schema(schema: str) -> None:
    """Remove a template or a spare with all it holds. Never a county's."""
    assert not County.objects.filter(schema_name=schema).exists(), "a county is never dropped"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {_checked(schema)} CASCADE")


def dump_text(schema: str, *, without_rows_of: str) -> str:
    """What makes the schema anew: tables, guards, rows and sequences, no settings.

    Args:
        without_rows_of: pattern of tables whose rows stay out, such as ``audit_*``.
    """
    written = run_pg_tool(
        "pg_dump",
        f"--schema={_checked(schema)}",
        "--strict-names",
        "--no-owner",
        "--no-privileges",
        "--rows-per-insert=500",
        f"--exclude-table-data={schema}.{without_rows_of}",
    )
    text = written.decode()
    return _SETTINGS.sub("", text[text.index(_FIRST_OBJECT) :])


def replay(text: str, schema: str) -> None:
    """Make ``schema`` from the text of a template, in the caller's transaction."""
    assert connection.in_atomic_block, "a schema is made whole or not at all"
    with connection.cursor() as cursor:
        # Bodies may name tables that come later in the text.
        cursor.execute("SET LOCAL check_function_bodies = off")
        cursor.execute(text.replace(TEMPLATE_SCHEMA, _checked(schema)))


def find_or_make_template(
    wanted: str, *, furnish: Callable[[], Any], without_rows_of: str, at: datetime
) -> SchemaTemplate:
    """The template with this fingerprint; made if there is none, by one process at a time.

    Templates of other releases go when a new one is made. Stopped half-way, it is begun anew
    by the next call.

    Args:
        furnish: puts in place what every county starts with; called in the template's schema.
            What it returns is kept with the text as ``history``.
        without_rows_of: see ``dump_text``.

    Raises:
        PgToolFailed: there is no ``pg_dump``, or it failed.
    """
    found = _find(wanted)
    if found is not None:
        return found
    with one_at_a_time("county template"):
        return _find(wanted) or _make(wanted, furnish, without_rows_of, at)


def _find(wanted: str) -> SchemaTemplate | None:
    # The text is a quarter of a megabyte, and an opening from a spare does without it.
    return SchemaTemplate.objects.filter(fingerprint=wanted).defer("text").first()


def _make(
    wanted: str, furnish: Callable[[], Any], without_rows_of: str, at: datetime
) -> SchemaTemplate:
    drop_schema(TEMPLATE_SCHEMA)
    migrate_schema(TEMPLATE_SCHEMA)
    nobody = County(pk=0, code="0", name="样板", schema_name=TEMPLATE_SCHEMA)
    with tenant_context(nobody), transaction.atomic():
        history = furnish()
    text = dump_text(TEMPLATE_SCHEMA, without_rows_of=without_rows_of)
    with transaction.atomic():
        SchemaTemplate.objects.all().delete()
        made = SchemaTemplate.objects.create(
            fingerprint=wanted, text=text, history=history, made_at=at
        )
    drop_schema(TEMPLATE_SCHEMA)
    return made


@contextmanager
def one_at_a_time(what: str) -> Iterator[None]:
    """No other process is inside this block meanwhile; the next one waits.

    The lock lies on a connection of its own, because migrations close the one they use, and
    falls with the process.
    """
    keeper = connection.copy()
    try:
        with keeper.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [f"yujian {what}"])
        yield
    finally:
        keeper.close()


def _checked(schema: str) -> str:
    """A name that needs no quotation marks, and that is a schema's own."""
    if not _SCHEMA_NAME.fullmatch(schema) or schema in ("public", "gis"):
        raise ValueError(f"{schema!r} is no name for a county's schema")
    return schema
