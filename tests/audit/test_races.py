"""Many writers and sealers at once, with real commits; a sealer that is killed half-way."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.db.utils import OperationalError
from django_tenants.utils import tenant_context

from audit.models import AuditEvent, AuditSeal
from audit.queries import verify
from audit.services import publish_head, record, seal, sealing
from tenants.models import County
from tests.committed import at_once, committed_county
from tests.factories.accounts import DepartmentFactory
from tests.times import NOON

pytestmark = [pytest.mark.race, pytest.mark.slow]
SEED = 20261121
WRITERS, LINES = 50, 6


@pytest.fixture
def lone_county(django_db_setup, django_db_blocker) -> Iterator[County]:
    with django_db_blocker.unblock(), committed_county("999908") as county:
        yield county


def test_fifty_writers_and_two_sealers_make_one_chain(lone_county):
    department, dice = DepartmentFactory(), random.Random(SEED)
    gives_up = [[dice.random() < 0.2 for _ in range(LINES)] for _ in range(WRITERS)]

    def writer(plan: list[bool]):
        def write() -> None:
            for is_rolled_back in plan:
                with transaction.atomic():
                    record("department.test", department, by=None, at=NOON)
                    transaction.set_rollback(is_rolled_back)

        return write

    def sealer() -> None:
        for _ in range(20):
            seal(at=NOON)
            publish_head(at=NOON)

    at_once(lone_county, *map(writer, gives_up), sealer, sealer)
    seal(at=NOON)

    kept = sum(plan.count(False) for plan in gives_up)
    verdict = verify(at=NOON)
    assert (verdict.troubles, verdict.rows) == ([], kept)
    assert AuditEvent.objects.count() == AuditSeal.objects.count() == kept


def test_a_sealer_killed_before_its_commit_leaves_nothing_half_done(lone_county, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 2)
    with transaction.atomic():
        department = DepartmentFactory()
        for _ in range(5):
            record("department.test", department, by=None, at=NOON)

    at_once(lone_county, lambda: _seal_and_be_killed(lone_county))

    assert AuditSeal.objects.count() == 2  # the first batch, which was committed
    assert seal(at=NOON) == 3
    assert verify(at=NOON).troubles == []


def _seal_and_be_killed(county: County) -> None:
    """One batch to its end, one until just before its commit, when the session is ended."""
    with tenant_context(county), suppress(OperationalError):
        sealing._seal_batch(at=NOON, whole=False)
        with transaction.atomic():
            assert sealing._seal_batch(at=NOON, whole=False) == 2
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    connection.close()
