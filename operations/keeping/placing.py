"""A county that was restored beside the living one takes its place; the old one is kept aside."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.dateparse import parse_datetime
from psycopg import sql

from operations.errors import CountyBusy, ReleaseNewer, SchemaNotApart
from operations.keeping.database import Database, migrations_of, schemas
from operations.keeping.figures import tables_of
from operations.keeping.manifest import Manifest
from operations.keeping.restoring import put_heads_back, require_alike
from operations.keeping.restoring_county import RESTORED, apart
from tenants.errors import CountyExists
from tenants.models import County, CountyEvent, CountyState, Domain

ASIDE = "aside"
WAIT_MS = 10_000  # for those who write in the county
_APART = re.compile(rf"(c\w+)_(?:{RESTORED}|{ASIDE})_\d{{14}}")


def put_in_place(
    kept: Path, schema: str, *, at: datetime, wait_ms: int = WAIT_MS
) -> tuple[County, str]:
    """Give a restored schema the county's name; the county and where the old schema lies now.

    One transaction. It waits for those who write in the county, and who comes meanwhile waits
    for it. Sessions of the back-up do not live again. A county that this server does not have
    comes with its row, its addresses and its state.

    Raises SchemaNotApart, CountyNotInBackup, RestoredUnlike when somebody changed the restored
    schema, ReleaseNewer, CountyBusy, CountyExists.
    """
    manifest = Manifest.read(kept)
    living = _living(schema)
    row = next((one for one in manifest.counties if one["schema_name"] == living), None)
    if row is None:
        raise SchemaNotApart(schema=schema)
    with Database().connect(reading=True) as reading:
        if schema not in schemas(reading):
            raise SchemaNotApart(schema=schema)
        done = set(migrations_of(reading, schema))
        if not _to_come(done):
            require_alike(reading, schema, manifest.schemas[living])
    if _to_come(done):
        call_command("migrate_schemas", schema_name=schema, verbosity=0, interactive=False)
    try:
        county, aside = _swap(row, schema, apart(living, ASIDE, at), at, wait_ms)
    except OperationalError as error:
        raise CountyBusy(county=row["name"]) from error
    if not aside:  # from another server; otherwise the heads that are here are the proof
        put_heads_back(kept, Path(settings.YUJIAN_HEADS_DIR), county.code)
    return county, aside


def drop_apart(schema: str, *, at: datetime) -> None:
    """Delete a schema that was restored or set aside; never a living one. Raises SchemaNotApart."""
    living = _living(schema)
    with Database().connect(reading=True) as reading:
        if schema not in schemas(reading):
            raise SchemaNotApart(schema=schema)
    with transaction.atomic():
        _run(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))
        CountyEvent.objects.create(
            county_code=living[1:], kind="county.drop_apart", at=at, facts={"schema": schema}
        )


def _living(schema: str) -> str:
    match = _APART.fullmatch(schema)
    if match is None:
        raise SchemaNotApart(schema=schema)
    return match.group(1)


def _to_come(done: set[str]) -> set[str]:
    """Migrations of this release that a schema lacks. Raises ReleaseNewer for the other way."""
    ours = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if done - ours:
        raise ReleaseNewer(migration=sorted(done - ours)[0])
    return ours - done


@transaction.atomic
def _swap(
    row: dict[str, Any], schema: str, aside: str, at: datetime, wait_ms: int
) -> tuple[County, str]:
    living = row["schema_name"]
    county = County.objects.select_for_update().filter(schema_name=living).first()
    _run(sql.SQL("SET LOCAL lock_timeout = {}").format(sql.Literal(f"{wait_ms}ms")))
    facts = {"schema": schema}
    if _exists(living):
        _lock_all(living)
        _rename(living, aside)
        facts["aside"] = aside
    _rename(schema, living)
    _run(sql.SQL("DELETE FROM {}").format(sql.Identifier(living, "django_session")))
    county = county or _bring_in(row)
    CountyEvent.objects.create(
        county_code=county.code, kind="county.put_in_place", at=at, facts=facts
    )
    return county, facts.get("aside", "")


def _bring_in(row: dict[str, Any]) -> County:
    """The row of a county that comes from another server."""
    if Domain.objects.filter(domain__in=row["domains"]).exists():
        raise CountyExists(code=row["code"], domain="、".join(row["domains"]))
    county = County(
        schema_name=row["schema_name"],
        code=row["code"],
        name=row["name"],
        state=CountyState(row["state"]),
        is_demonstration=row["is_demonstration"],
        boundary=GEOSGeometry(row["boundary"]),
        boundary_source=row["boundary_source"],
        base_url=row["base_url"],
        opened_at=parse_datetime(row["opened_at"]) if row["opened_at"] else None,
    )
    county.save(verbosity=0)
    for place, domain in enumerate(row["domains"]):
        Domain.objects.create(tenant=county, domain=domain, is_primary=place == 0)
    return county


def _exists(schema: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = %s", [schema])
        return cursor.fetchone() is not None


def _lock_all(schema: str) -> None:
    """Wait for all who write in a county, for each table at most the lock time-out."""
    connection.ensure_connection()
    names = tables_of(connection.connection, schema)
    tables = sql.SQL(", ").join(sql.Identifier(schema, name) for name in names)
    _run(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(tables))


def _rename(schema: str, to: str) -> None:
    _run(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(schema), sql.Identifier(to)))


def _run(statement: sql.Composed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(connection.connection))
