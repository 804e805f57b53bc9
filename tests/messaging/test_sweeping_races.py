"""A sweep beside somebody who sends again at the same moment, each with a connection of its own."""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_tenants.utils import tenant_context

from messaging.models import Delivery, Endpoint, Event
from messaging.services import replay, retry_delivery, sweep_events
from messaging.services.outbox import spread
from tenants.models import County
from tests.committed import committed_county
from tests.factories.messaging import an_endpoint, an_event
from tests.times import NOON

pytestmark = [pytest.mark.slow, pytest.mark.race]
YEARS_ON = timezone.now() + timedelta(days=1000)  # the relay tries what commits at once


@pytest.fixture
def place(django_db_setup, django_db_blocker) -> Iterator[County]:
    with django_db_blocker.unblock(), committed_county("999963") as county:
        yield county


@pytest.fixture
def taken(place) -> Endpoint:
    """Three old events that the endpoint took."""
    endpoint, _ = an_endpoint()
    for _ in range(3):
        an_event()
    spread(at=NOON)
    Delivery.objects.update(state="delivered", delivered_at=NOON)
    return endpoint


@pytest.fixture
def sweeper(place) -> Iterator:
    """``sweeper()``: a sweep begins on another connection; its future."""
    pool = ThreadPoolExecutor(1)

    def swept() -> int:
        try:
            with tenant_context(place):
                return sweep_events(at=YEARS_ON)
        finally:
            connection.close()

    yield lambda: pool.submit(swept)
    pool.shutdown()


def wait_for_its_lock(sweep: Future) -> None:
    asked = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    ends_s = time.monotonic() + 30
    with connection.cursor() as cursor:
        while time.monotonic() < ends_s and not sweep.done():
            cursor.execute(asked)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("the sweep did not wait")


def test_a_sweep_leaves_what_is_put_in_line_again_at_that_moment(taken, sweeper):
    first = Delivery.objects.get(position=1)
    with transaction.atomic():
        retry_delivery(first.pk, by=taken.registered_by, at=timezone.now())
        assert sweeper().result(timeout=30) == 1

    states = Delivery.objects.order_by("position").values_list("position", "state")
    assert list(states) == [(1, "waiting"), (3, "delivered")]


def test_a_sweep_waits_for_a_replay_and_takes_nothing_of_it(taken, sweeper):
    with transaction.atomic():
        assert replay(taken.pk, after=0, by=taken.registered_by, at=timezone.now()) == 3
        sweep = sweeper()
        wait_for_its_lock(sweep)

    assert sweep.result(timeout=30) == 0
    assert Event.objects.count() == 3


def test_two_sweeps_at_once_take_each_event_once(taken, sweeper):
    other = sweeper()

    assert sweep_events(at=YEARS_ON) + other.result(timeout=30) == 2
    assert Event.objects.count() == 1
