"""Openings side by side take different spares; one that dies leaves nothing half."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import DataError, connection, transaction

from accounts.roles import APART
from common.errors import Refusal
from operations.county_template import county_template
from tenants.errors import CountyExists
from tenants.models import County, CountyState, SchemaTemplate, SpareSchema
from tenants.schemas import schema_exists
from tenants.spares import Stock, keep_spares
from tests.committed import real_openings
from tests.operations.openings import OPENED, opened, origin
from tests.times import NOON

pytestmark = pytest.mark.race

FIRST, SECOND = CODES = ("110106", "110107")


@pytest.fixture(scope="module")
def template(django_db_setup, django_db_blocker) -> Iterator[SchemaTemplate]:
    with django_db_blocker.unblock(), real_openings():
        yield county_template(at=NOON)


@pytest.fixture
def spares(template, django_db_blocker) -> Iterator[list[str]]:
    """Two of them, and every opening taken back afterwards; the template stays."""
    with django_db_blocker.unblock():
        kept = SchemaTemplate.objects.get(pk=template.pk)
        with real_openings(*CODES):
            keep_spares(template, count=2, at=NOON)
            yield names()
        kept.save()


def names() -> list[str]:
    connection.set_schema_to_public()
    return list(SpareSchema.objects.values_list("schema_name", flat=True))


def opened_apart(code: str) -> object:
    """On a connection of its own."""
    try:
        return opened(code)
    except Refusal as refusal:
        return refusal
    finally:
        connection.close()


def test_two_openings_at_once_take_two_spares(spares):
    with ThreadPoolExecutor(2) as pool:
        counties = list(pool.map(opened_apart, CODES))

    assert [county.code for county in counties] == [FIRST, SECOND]
    assert [origin(code) for code in CODES] == ["spare", "spare"]
    assert names() == []
    assert not any(schema_exists(spare) for spare in spares)


def test_the_same_county_opened_twice_at_once_is_opened_once(spares):
    assert prepare_only(FIRST).state == CountyState.PREPARING

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(opened_apart, [FIRST, FIRST]))

    assert sorted(isinstance(result, CountyExists) for result in results) == [False, True]
    assert len(names()) == 1


def prepare_only(code: str) -> County:
    """An opening that fails after the spare was taken: no such long name fits."""
    with pytest.raises(DataError):
        opened(code, administrators=dict.fromkeys(APART, "a" * 500))
    connection.set_schema_to_public()
    return County.objects.get(code=code)


def test_an_opening_that_fails_gives_the_spare_back_and_goes_on_later(spares):
    county = prepare_only(FIRST)

    assert county.state == CountyState.PREPARING
    assert not schema_exists(county.schema_name)
    assert names() == spares
    assert opened(FIRST).pk == county.pk
    assert origin(FIRST) == "spare"
    assert names() == spares[1:]


def test_an_opening_without_a_spare_replays_the_template(spares):
    with transaction.atomic():
        SpareSchema.objects.select_for_update().get(schema_name=spares[0])
        SpareSchema.objects.select_for_update().get(schema_name=spares[1])
        with ThreadPoolExecutor(1) as pool:
            pool.submit(opened_apart, FIRST).result(timeout=60)

    assert origin(FIRST) == "template"
    assert names() == spares


def test_an_opening_killed_in_the_middle_leaves_nothing_half(spares):
    with transaction.atomic(), connection.cursor() as cursor:
        for spare in spares:
            cursor.execute(f"LOCK TABLE {spare}.audit_auditevent IN SHARE MODE")
        victim = command_that_opens(FIRST)
        wait_until_somebody_waits()
        victim.kill()
        victim.wait(timeout=30)
    wait_until_gone()

    assert County.objects.get(code=FIRST).state == CountyState.PREPARING
    assert names() == spares
    assert not schema_exists(f"c{FIRST}")
    assert opened(FIRST).state == CountyState.OPEN
    assert origin(FIRST) == "spare"


def command_that_opens(code: str) -> subprocess.Popen[bytes]:
    environ = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "YUJIAN_DB_NAME": connection.settings_dict["NAME"],
    }
    words = ["open_county", code, "--name=某某县", f"--domain={code}.test"]
    return subprocess.Popen([sys.executable, "-m", "django", *words], env=environ)


WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
OTHERS_AT_WORK = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
"""


def wait_until_somebody_waits() -> None:
    _wait_for(WAITING, lambda count: count > 0)


def wait_until_gone() -> None:
    """A killed client's server process notices at its next word."""
    _wait_for(OTHERS_AT_WORK, lambda count: count == 0)


def _wait_for(question: str, right) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(question)
            if right(cursor.fetchone()[0]):
                return
        time.sleep(0.05)
    raise AssertionError("it did not come to that within a minute")


@pytest.mark.slow
def test_migrations_that_were_stopped_half_way_go_on(spares):
    county = prepare_only(FIRST)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {county.schema_name}")
    call_command("migrate_schemas", "accounts", schema_name=county.schema_name, verbosity=0)

    assert opened(FIRST).state == CountyState.OPEN
    assert origin(FIRST) == "migrations"
    assert names() == spares


def test_keep_spares_makes_what_is_missing_and_drops_what_is_old(spares, template):
    SpareSchema.objects.filter(schema_name=spares[0]).update(fingerprint="of an older release")

    stock = keep_spares(template, count=3, at=OPENED)
    again = keep_spares(template, count=3, at=OPENED)

    assert (stock, again) == (Stock(made=2, dropped=1, ready=3), Stock(0, 0, 3))
    assert not schema_exists(spares[0])
    assert all(schema_exists(spare) for spare in names())


def test_keep_spares_keeps_more_than_it_was_asked_for(spares, template):
    assert keep_spares(template, count=1, at=OPENED) == Stock(made=0, dropped=0, ready=2)
