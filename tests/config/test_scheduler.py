"""A clock that was set back does not silence the scheduler."""

from datetime import timedelta

import pytest

from config.celery import app
from config.scheduler import SteadyScheduler


@pytest.fixture
def scheduler(tmp_path):
    scheduler = SteadyScheduler(app, schedule_filename=str(tmp_path / "schedule"))
    yield scheduler
    scheduler.close()


def test_a_run_that_lies_in_the_future_is_taken_for_now(scheduler):
    entry = scheduler.schedule["tick"]
    entry.last_run_at = entry.default_now() + timedelta(days=1)
    assert scheduler.is_due(entry).next > 60 * 60

    taken_back = scheduler.take_back_the_future()

    assert taken_back == 1
    assert scheduler.is_due(entry).next <= 60


def test_a_past_run_is_left_alone(scheduler):
    entry = scheduler.schedule["tick"]
    before = entry.last_run_at = entry.default_now() - timedelta(hours=1)

    assert scheduler.take_back_the_future() == 0
    assert entry.last_run_at == before


def test_beat_uses_it():
    assert app.conf.beat_scheduler == "config.scheduler:SteadyScheduler"
