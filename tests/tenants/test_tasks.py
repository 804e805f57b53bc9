"""The dispatcher: every open county gets the task once, and no other."""

import pytest
from celery import current_app, shared_task
from django.db import connection
from django_tenants.utils import tenant_context
from kombu.exceptions import OperationalError

from tenants import work
from tenants.errors import NoCounty
from tenants.models import CountyHold, Work
from tenants.tasks import SPREAD_S, in_every_county, look_after_work
from tests.tenants.worker import asking_the_broker
from tests.times import NOON

RUNS: list[str] = []


@shared_task(name="tests.note_where_i_run", ignore_result=True)
def note_where_i_run() -> None:
    RUNS.append(connection.schema_name)


@pytest.fixture(autouse=True)
def in_public(counties):
    RUNS.clear()
    connection.set_schema_to_public()


def test_in_every_county_twice_runs_the_task_twice_in_each(counties):
    in_every_county.delay("tests.note_where_i_run")
    in_every_county.delay("tests.note_where_i_run")

    assert RUNS == ["c999901", "c999902"] * 2
    assert connection.schema_name == "public"


def test_a_county_that_is_not_open_is_left_out(counties):
    closed = counties[0]
    closed.state = "closed"
    closed.save(verbosity=0)

    in_every_county.delay("tests.note_where_i_run")

    assert RUNS == ["c999902"]


def test_a_county_whose_work_is_held_is_left_out(counties):
    CountyHold.objects.create(schema="c999901", kind="paused", from_id=0, at=NOON, reason="迁移")

    in_every_county.delay("tests.note_where_i_run")

    assert RUNS == ["c999902"]


def test_counties_do_not_start_at_once(counties, monkeypatch):
    waits = []
    task = current_app.tasks["tests.note_where_i_run"]
    monkeypatch.setattr(task, "apply_async", lambda **how: waits.append(how["countdown"]))

    in_every_county.delay("tests.note_where_i_run")

    assert waits == [0, SPREAD_S]


def test_the_last_county_starts_within_the_time_that_was_given(counties, monkeypatch):
    waits = []
    task = current_app.tasks["tests.note_where_i_run"]
    monkeypatch.setattr(task, "apply_async", lambda **how: waits.append(how["countdown"]))

    in_every_county.delay("tests.note_where_i_run", 1)

    assert waits == [0, 0.5]


def test_a_task_of_a_county_is_refused_in_public():
    with pytest.raises(NoCounty):
        note_where_i_run.delay()

    assert RUNS == []


def test_a_broker_that_is_away_does_not_fail_what_was_committed(counties, commits, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("no broker")

    monkeypatch.setattr(note_where_i_run, "delay", away)
    with commits(), tenant_context(counties[0]):
        note_where_i_run.delay_on_commit()

    assert RUNS == []


def test_look_after_work_twice_sends_what_waits_once(counties):
    asked = work.Asked("c999901", "default", "tests.note_where_i_run", {}, {}, 60)
    with asking_the_broker():
        work.ask(asked)
        look_after_work()
        look_after_work()

        assert Work.objects.get().state == "sent"
