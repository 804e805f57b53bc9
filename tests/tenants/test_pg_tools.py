"""PostgreSQL's programs reach the database of the settings, and say what went wrong."""

import pytest
from django.db import connection

from tenants.pg_tools import PgToolFailed, run_pg_tool


def test_a_program_works_in_the_database_of_the_settings(counties):
    asked = run_pg_tool("psql", "-XAtc", "SELECT current_database()")

    assert asked.decode().strip() == connection.settings_dict["NAME"]


def test_a_program_reads_what_it_is_given(counties):
    assert run_pg_tool("psql", "-XAt", input="SELECT '育监';".encode()) == "育监\n".encode()


def test_a_program_that_fails_says_what_it_said(counties):
    with pytest.raises(PgToolFailed, match="no matching schemas"):
        run_pg_tool("pg_dump", "--schema=no_such_schema", "--strict-names")


def test_a_program_that_is_not_there_is_named():
    with pytest.raises(PgToolFailed, match="pg_no_such_tool is not installed"):
        run_pg_tool("pg_no_such_tool")
