"""Ticks and pulses: run twice they say the same, and each county speaks for itself alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from console import services
from console.models import CountyPulse, Heartbeat
from console.tasks import push_pulse, tick
from tests.factories.enforcement import NoticeFactory
from tests.lines import written
from tests.times import NOON


@pytest.fixture
def in_public(counties):
    connection.set_schema_to_public()


def test_tick_twice_shows_scheduler_and_worker_alive(in_public):
    before = timezone.now()

    tick.delay()
    tick.delay()

    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"scheduler", "worker"}
    assert all(row.at >= before for row in Heartbeat.objects.all())


def test_a_late_tick_does_not_turn_the_heartbeat_back(in_public):
    services.note_tick(sent_at=NOON, at=NOON + timedelta(seconds=2))

    services.note_tick(sent_at=NOON - timedelta(minutes=1), at=NOON + timedelta(seconds=1))

    beats = dict(Heartbeat.objects.values_list("name", "at"))
    assert beats == {"scheduler": NOON, "worker": NOON + timedelta(seconds=2)}


def test_a_clock_that_went_back_is_noted_and_what_it_wrote_ahead_is_taken_back(in_public):
    services.note_tick(sent_at=NOON, at=NOON)

    with written() as lines:
        services.note_tick(sent_at=None, at=NOON - timedelta(hours=1))

    beats = {row.name: (row.at, row.note) for row in Heartbeat.objects.all()}
    assert beats["clock"] == (NOON - timedelta(hours=1), "-3600 s")
    assert beats["worker"][0] == beats["scheduler"][0] == NOON - timedelta(hours=1)
    assert lines()[0]["message"] == "the clock jumped by -3600 s"


def test_a_clock_that_jumped_ahead_is_noted(in_public, monkeypatch):
    services.clock_jump()
    monkeypatch.setattr(services, "_offset_s", services._offset_s - 7200)

    services.note_tick(sent_at=None, at=datetime.now(UTC))

    assert Heartbeat.objects.get(name="clock").note == "+7200 s"


def test_push_pulse_twice_leaves_one_row_per_county(county, next_door):
    NoticeFactory(approved=True)
    NoticeFactory(approved=True, print_error="字库中没有")
    NoticeFactory(submitted=True)

    push_pulse.delay()
    push_pulse.delay()
    with next_door():
        push_pulse.delay()

    pulses = CountyPulse.objects.order_by("county_code").values_list(
        "county_code", "waiting_papers", "stopped_papers", "oldest_waiting_at"
    )
    assert list(pulses) == [("999901", 2, 1, NOON), ("999902", 0, 0, None)]
