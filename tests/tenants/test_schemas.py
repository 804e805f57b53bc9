"""The text of a template, and schemas made and dropped by name."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from tenants import schemas
from tenants.schemas import TEMPLATE_SCHEMA


@pytest.fixture(autouse=True)
def in_public(counties):
    connection.set_schema_to_public()


@pytest.fixture
def text() -> str:
    """A template's text, with its own name in place of the test county's."""
    return schemas.dump_text("c999902", without_rows_of="audit_*").replace(
        "c999902", TEMPLATE_SCHEMA
    )


def tables_of(schema: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])
        return [name for (name,) in cursor]


def session_settings() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE source = 'session' ORDER BY 1")
        return cursor.fetchall()


def test_replay_makes_every_table_and_leaves_the_session_as_it_was(text):
    before = session_settings()

    with transaction.atomic():
        schemas.replay(text, "c110109")

    assert tables_of("c110109") == tables_of("c999902") != []
    changed = dict(set(session_settings()) - set(before))
    assert changed in ({}, {"check_function_bodies": "off"})  # SET LOCAL, until the test's end


def test_text_names_no_schema_but_the_template(text):
    assert "c999902" not in text
    assert "\nSET " not in text
    assert "\n\\" not in text
    assert "search_path" not in text


def test_replay_over_a_schema_that_is_there_changes_nothing(text):
    with pytest.raises(Exception, match="already exists"), transaction.atomic():
        schemas.replay(text, "c999901")

    assert tables_of("c999901") == tables_of("c999902")


@pytest.mark.parametrize("name", ["public", "gis", "C1", "c1; DROP SCHEMA c999901", "", "1c"])
def test_what_is_no_name_of_a_schema_never_reaches_the_database(name):
    with pytest.raises(ValueError, match="is no name for a county's schema"):
        schemas.replay("SELECT 1", name)
    with pytest.raises(ValueError, match="is no name for a county's schema"):
        schemas.drop_schema(name)


def test_a_county_is_never_dropped():
    with pytest.raises(AssertionError, match="never dropped"):
        schemas.drop_schema("c999901")

    assert tables_of("c999901") != []


def test_fingerprint_is_of_the_migrations():
    assert len(schemas.fingerprint()) == 64
    assert schemas.fingerprint() == schemas.fingerprint.__wrapped__()
