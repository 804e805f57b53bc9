"""The list of tables is the current schema's, and the same as the library gives."""

from __future__ import annotations

import pytest
from django.db import connection
from django_tenants.postgresql_backend.introspection import DatabaseSchemaIntrospection

from tenants.backend.introspection import Introspection


def tables(asked: DatabaseSchemaIntrospection) -> list[tuple]:
    with connection.cursor() as cursor:
        return sorted(tuple(row) for row in asked.get_table_list(cursor))


@pytest.mark.parametrize("schema", ["public", "c999901", "c999902"])
def test_same_tables_as_the_library(counties, schema):
    connection.set_schema(schema)
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIEW at_a_glance AS SELECT 1 AS one")
        cursor.execute("CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one")
        cursor.execute("CREATE TABLE parts (id int) PARTITION BY RANGE (id)")
        cursor.execute("CREATE TABLE part_1 PARTITION OF parts FOR VALUES FROM (1) TO (9)")
        cursor.execute("COMMENT ON TABLE parts IS 'in pieces'")

    ours = tables(connection.introspection)

    assert ours == tables(DatabaseSchemaIntrospection(connection))
    assert {("at_a_glance", "v", None), ("part_1", "p", None)} < set(ours)
    assert ("parts", "t", "in pieces") in ours


def test_tables_of_the_neighbour_are_not_listed(county, next_door):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE only_here (id int)")
    assert ("only_here", "t", None) in tables(connection.introspection)

    with next_door():
        assert ("only_here", "t", None) not in tables(connection.introspection)


def test_connection_uses_it():
    assert isinstance(connection.introspection, Introspection)
