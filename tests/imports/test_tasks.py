"""Jobs are lost, cut in the middle and started twice; rows are taken once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.models import AuditEvent
from imports import services
from imports.models import ListRow
from imports.services import _common, reading, taking
from imports.states import ListState
from imports.tasks import continue_lists, read_list, take_rows
from institutions.models import Institution
from tests.factories.imports import ListImportFactory
from tests.imports.lists import send
from tests.times import NOON

ROWS = [("机构名称", "类别"), *((f"向阳{n}托管中心", "托管") for n in range(7))]


class Cut(Exception):
    """The worker is killed here."""


@pytest.fixture
def three_at_once(monkeypatch):
    for module in (_common, reading, taking):
        monkeypatch.setattr(module, "ROWS_AT_ONCE", 3)


def times_then_cut(calls: int):
    """A clock that stops the worker at its so-many-th look."""
    looks = iter(range(calls))

    def clock():
        if next(looks, None) is None:
            raise Cut
        return NOON

    return clock


def test_reading_goes_on_where_it_was_cut(clerk, three_at_once):
    found = send(*ROWS, by=clerk)
    with pytest.raises(Cut):
        services.read_list(found.pk, clock=times_then_cut(2))
    assert found.rows.count() == 3

    read_list(list_id=found.pk)
    read_list(list_id=found.pk)

    found.refresh_from_db()
    assert (found.state, found.rows_read, found.content) == (ListState.READY, 7, None)
    assert list(found.rows.values_list("number", flat=True)) == list(range(2, 9))


def test_a_row_said_twice_is_known_behind_a_cut(clerk, three_at_once):
    found = send(*ROWS, ROWS[1], by=clerk)
    with pytest.raises(Cut):
        services.read_list(found.pk, clock=times_then_cut(2))

    read_list(list_id=found.pk)

    assert found.rows.get(number=9).reason == "与第2行是同一家机构，请只保留一行。"


def test_taking_goes_on_where_it_was_cut(read, clerk, three_at_once):
    found = read(*ROWS)
    services.take_list(found.pk, by=clerk, at=NOON)
    with pytest.raises(Cut):
        services.take_rows(found.pk, clock=times_then_cut(2))
    assert Institution.objects.count() == 6

    take_rows(list_id=found.pk)
    take_rows(list_id=found.pk)

    found.refresh_from_db()
    assert found.state == ListState.TAKEN
    assert Institution.objects.count() == 7
    assert AuditEvent.objects.filter(kind="institution.register").count() == 7
    assert not ListRow.objects.waiting().exists()


def test_a_lost_job_is_sent_again_and_a_living_one_is_left_alone(clerk, commits):
    lost, alive = send(*ROWS, by=clerk), send(*ROWS, by=clerk)
    later = NOON + timedelta(minutes=3)
    type(alive).objects.filter(pk=alive.pk).update(touched_at=later)

    with commits():
        assert services.continue_lists(at=later) == 1

    for one in (lost, alive):
        one.refresh_from_db()
    assert (lost.state, alive.state) == (ListState.READY, ListState.READING)


def test_the_job_that_looks_for_lost_ones_may_run_twice(clerk, commits):
    found = ListImportFactory(reading=True)

    with commits():
        continue_lists()
        continue_lists()

    found.refresh_from_db()
    assert found.state == ListState.UNREADABLE


def test_whoever_lost_the_right_meanwhile_takes_nothing(read, clerk):
    found = read(*ROWS)
    services.take_list(found.pk, by=clerk, at=NOON)
    clerk.roles = []
    clerk.save()

    take_rows(list_id=found.pk)

    found.refresh_from_db()
    assert found.state == ListState.TAKEN
    assert not Institution.objects.exists()
    assert "登记机构" in found.rows.first().reason
