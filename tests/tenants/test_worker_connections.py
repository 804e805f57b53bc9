"""After the database was restarted, the next task finds a living connection."""

from collections.abc import Iterator

import pytest
from celery.signals import task_prerun
from django.db import OperationalError, connection

from tenants.models import County
from tenants.worker_connections import drop_dead_connections
from tests.committed import committed_county


@pytest.fixture
def worker(django_db_setup, django_db_blocker) -> Iterator[County]:
    with django_db_blocker.unblock(), committed_county("999981") as county:
        yield county


def _kill_the_session() -> None:
    with connection.cursor() as cursor, pytest.raises(OperationalError):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def test_a_connection_that_died_is_dropped_before_the_task(worker):
    _kill_the_session()

    drop_dead_connections()

    assert County.objects.filter(pk=worker.pk).exists()


def test_it_is_asked_before_the_county_is_switched():
    names = [receiver[0][0] for receiver in task_prerun.receivers]

    wanted = ["tenants_drop_dead_connections", "tenant_schemas_switch_schema"]
    assert [name for name in names if name in wanted] == wanted
