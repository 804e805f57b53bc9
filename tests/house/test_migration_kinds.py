"""11. A migration changes the schema or moves data, never both; and it can be undone."""

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.special import SeparateDatabaseAndState

from tests.house.floors import own_apps


def _own_migrations() -> dict[str, list[Operation]]:
    loader = MigrationLoader(None)
    ours = {config.label for config in own_apps()}
    return {
        f"{app}.{name}": list(migration.operations)
        for (app, name), migration in sorted(loader.disk_migrations.items())
        if app in ours
    }


MIGRATIONS = _own_migrations()


@pytest.mark.parametrize("name", MIGRATIONS)
def test_migration_does_not_mix_schema_and_data(name):
    moves_data = {_moves_data(operation) for operation in MIGRATIONS[name]}

    assert len(moves_data) <= 1


def _moves_data(operation: Operation) -> bool:
    if isinstance(operation, RunSQL):
        return any(word in str(operation.sql).upper().split()[:1] for word in _DATA_WORDS)
    return isinstance(operation, RunPython)


_DATA_WORDS = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "COPY")


@pytest.mark.parametrize("name", MIGRATIONS)
def test_every_operation_can_be_undone(name):
    assert [operation for operation in MIGRATIONS[name] if not operation.reversible] == []


@pytest.mark.parametrize("name", MIGRATIONS)
def test_sql_is_one_statement_each(name):
    """Two statements in one string run in one go, and psycopg cannot say which one failed."""
    for operation in MIGRATIONS[name]:
        assert not isinstance(operation, SeparateDatabaseAndState)
        if isinstance(operation, RunSQL):
            for sql in (operation.sql, operation.reverse_sql):
                assert ";" not in _outside_bodies(sql).strip().rstrip(";")


def _outside_bodies(sql: str) -> str:
    """The statement without the bodies of functions between ``$$`` and ``$$``."""
    return "".join(sql.split("$$")[::2])


@pytest.mark.parametrize("name", MIGRATIONS)
def test_migration_is_named_by_what_it_does(name):
    assert "auto" not in name.partition(".")[2].split("_")
    assert not name.endswith("_initial")
