"""A connection ends at its age and when it has seen many counties: its session keeps all it met."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.db import connection

from tenants.backend.base import DatabaseWrapper

MANY = 3


@pytest.fixture
def apart(django_db_setup, django_db_blocker, settings) -> Iterator[DatabaseWrapper]:
    """An open connection of its own, which the rollback of a test does not hold."""
    settings.YUJIAN_DB_COUNTIES_MAX = MANY
    with django_db_blocker.unblock():
        opened = connection.copy()
        opened.ensure_connection()
        yield opened
        opened.close()


def walk(wrapper: DatabaseWrapper, counties: int) -> None:
    for number in range(counties):
        wrapper.set_schema(f"c{number}")


def test_connection_that_saw_few_counties_stays(apart):
    walk(apart, MANY - 1)  # and public, where it begins
    walk(apart, MANY - 1)

    apart.close_if_unusable_or_obsolete()

    assert apart.connection is not None


def test_connection_that_saw_many_counties_ends(apart):
    walk(apart, MANY)

    apart.close_if_unusable_or_obsolete()

    assert apart.connection is None


def test_the_next_one_counts_from_the_beginning(apart):
    walk(apart, MANY)
    apart.close_if_unusable_or_obsolete()
    apart.ensure_connection()

    walk(apart, MANY - 2)
    apart.close_if_unusable_or_obsolete()

    assert apart.connection is not None


def test_connection_in_a_transaction_is_left_alone(apart):
    walk(apart, MANY)
    apart.in_atomic_block = True

    apart.close_if_unusable_or_obsolete()

    assert apart.connection is not None
    apart.in_atomic_block = False


def test_connection_ends_at_its_age_however_busy_it_is(apart):
    assert apart.settings_dict["CONN_MAX_AGE"] == 600
    assert time.monotonic() < apart.close_at <= time.monotonic() + 600
    with apart.cursor() as cursor:
        cursor.execute("SELECT 1")  # work does not prolong it
    apart.close_at = time.monotonic() - 1

    apart.close_if_unusable_or_obsolete()

    assert apart.connection is None
