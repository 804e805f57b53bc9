"""10. Every migration goes back and forth, in a county made for it and dropped again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from tenants.models import County
from tests.committed import committed_county
from tests.house.floors import own_apps
from tests.house.recipes import RECIPES
from tests.operations.openings import as_read_back

CODE = "999903"
SCHEMA = f"c{CODE}"

pytestmark = [pytest.mark.race, pytest.mark.slow]


@pytest.fixture
def scratch_county(django_db_setup, django_db_blocker) -> Iterator[County]:
    """DDL with real commits: in one transaction, waiting triggers would forbid ALTER TABLE."""
    with django_db_blocker.unblock(), committed_county(CODE) as county:
        yield county


def _objects() -> list[tuple]:
    """Columns, constraints, indexes, triggers and functions that our migrations made."""
    statements = (
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
        " WHERE table_schema = %(schema)s",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = %(schema)s::regnamespace",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = %(schema)s",
        "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(pg_trigger.oid)"
        " FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE NOT tgisinternal AND relnamespace = %(schema)s::regnamespace",
        "SELECT proname, prosrc, '' FROM pg_proc WHERE pronamespace = %(schema)s::regnamespace",
    )
    found: list[tuple] = []
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, {"schema": SCHEMA})
            found += [tuple(map(as_read_back, row)) for row in cursor.fetchall()]
    return sorted(found)


def _apps_with_tables() -> list[str]:
    """Own apps that this county has migrations of, the highest floor first."""
    applied = {app for app, _ in MigrationRecorder(connection).applied_migrations()}
    return [config.label for config in reversed(own_apps()) if config.label in applied]


def _migrate(app: str, target: str | None) -> None:
    executor = MigrationExecutor(connection)
    targets = [(app, target)] if target is None else executor.loader.graph.leaf_nodes(app)
    executor.migrate(targets)


def test_every_migration_goes_back_and_forth(scratch_county):
    made = _objects()
    apps = _apps_with_tables()

    for app in apps:
        _migrate(app, None)
    left = [name for name in _objects() if str(name[0]).split("_")[0].strip('"') in apps]
    for app in reversed(apps):
        _migrate(app, "latest")

    assert {label.partition(".")[0] for label in RECIPES} - {"sessions"} <= set(apps)
    assert left == []
    assert _objects() == made


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
