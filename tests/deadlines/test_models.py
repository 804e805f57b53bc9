"""What the database itself refuses, whoever asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from deadlines.models import Deadline, DeadlineChange, DeadlineExtension, DeadlinePause, Reminder
from deadlines.services import meet_deadline, resume_deadline
from tests.factories.deadlines import changed, extended, paused, reminded, started
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")


@contextmanager
def refused(rule: str) -> Iterator[None]:
    """The database refuses what happens inside, by this rule."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        yield
    assert str(error.value.__cause__.diag.constraint_name).startswith(rule)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("met_deadline_says_when", {"state": "met"}),
        ("met_deadline_says_when", {"met_on": DAY}),
        ("cancelled_deadline_says_why", {"state": "cancelled"}),
        ("cancelled_deadline_says_why", {"cancel_reason": "撤案"}),
        ("deadline_state_is_known", {"state": "lost", "met_on": None}),
        ("deadline_of_hours_ends_at_a_moment", {"due_at": NOON}),
        ("deadline_lies_after_its_beginning", {"due_on": DAY - timedelta(days=1)}),
        ("due_date_moves_on_record", {"due_on": date(2022, 2, 9)}),
        ("rule_of_deadline_is_frozen", {"count": 91}),
        ("rule_of_deadline_is_frozen", {"basis": "另一条"}),
        ("rule_of_deadline_is_frozen", {"counts_from_on": DAY - timedelta(days=1)}),
        ("deadline_changes_forwards", {"changed_at": NOON - timedelta(seconds=1)}),
    ],
)
def test_a_running_deadline_is_not_bent(rule, fields):
    deadline = started()

    with refused(rule):
        Deadline.objects.filter(pk=deadline.pk).update(**fields)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("deadline_has_a_length", {"count": 0}),
        ("deadline_has_a_length", {"count": 4001}),
        ("deadline_unit_is_known", {"unit": "week"}),
        ("deadline_of_hours_ends_at_a_moment", {"unit": "hour", "rolls": False}),
        ("deadline_lies_after_its_beginning", {"is_before": True}),
        ("deadline_changes_after_it_starts", {"changed_at": NOON - timedelta(days=1)}),
    ],
)
def test_an_odd_deadline_is_not_made(rule, fields):
    row = Deadline.objects.filter(pk=started().pk).values().get() | {"id": None} | fields

    with refused(rule):
        Deadline.objects.create(**row)


def test_an_ended_deadline_stays():
    deadline = started()
    meet_deadline(deadline.pk, on=DAY, by=None, at=NOON)

    with refused("ended_deadline_stays"):
        Deadline.objects.update(state="running", met_on=None)


@pytest.mark.parametrize("make", [started, paused])
def test_nothing_is_deleted(make):
    row = make()

    with (
        refused("deadline_is_never_deleted"),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {row._meta.db_table}")  # noqa: S608 -- our own table


@pytest.mark.parametrize(
    ("make", "model"),
    [(changed, DeadlineChange), (extended, DeadlineExtension), (reminded, Reminder)],
)
def test_traces_only_grow(make, model):
    make()

    for change in (lambda: model.objects.update(deadline_id=1), model.objects.all().delete):
        with refused(f"{model._meta.db_table}_stays"):
            change()


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("deadline_stands_still_once_at_a_time", {}),
        ("pause_ends_after_it_begins", {"resumed_on": DAY - timedelta(days=9)}),
        ("pause_has_a_cause", {"cause": "rain", "resumed_on": DAY}),
        ("pause_has_a_cause", {"basis": "", "resumed_on": DAY}),
        ("pauses_of_a_deadline_lie_apart", {"paused_on": DAY, "resumed_on": date(2021, 11, 12)}),
    ],
)
def test_an_odd_pause_is_not_made(rule, fields):
    pause = paused()
    row = {"cause": "hearing", "basis": "听证", "paused_on": DAY - timedelta(days=5)} | fields

    with refused(rule):
        DeadlinePause.objects.create(deadline=pause.deadline, **row)


def test_only_the_end_of_a_pause_is_written_once():
    pause = paused()
    rows = DeadlinePause.objects.filter(pk=pause.pk)
    with refused("pause_of_deadline_stays"):
        rows.update(paused_on=DAY - timedelta(days=1))
    later = NOON + timedelta(days=5)
    resume_deadline(pause.deadline_id, on=date(2021, 11, 12), by=None, at=later)

    with refused("pause_of_deadline_stays"):
        rows.update(resumed_on=date(2021, 11, 15))


@pytest.mark.parametrize("make", [started, paused])
def test_state_and_open_pause_agree(make, check_now):
    row = make()
    key = getattr(row, "deadline_id", row.pk)
    other = "running" if make is paused else "paused"

    Deadline.objects.filter(pk=key).update(state=other)

    with pytest.raises(IntegrityError, match="stands still if and only if"):
        check_now()


def test_a_level_is_reminded_once():
    first = reminded()

    with refused("each_level_is_reminded_once"):
        Reminder.objects.create(
            deadline=first.deadline, level="owner", due_on=DAY, reminded_at=NOON
        )
