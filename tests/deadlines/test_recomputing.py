"""The calendar changes: all open deadlines follow, each on record; one statement as the rule."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection

from audit.models import AuditEvent
from common.clock import at_noon
from common.errors import NotAllowed
from deadlines.errors import ClockSetBack
from deadlines.models import Deadline, DeadlineChange
from deadlines.rules import DayNumbers, first_needed, period_end
from deadlines.services import (
    extend_deadline,
    meet_deadline,
    pause_deadline,
    recompute_deadlines,
    resume_deadline,
)
from deadlines.services._rows import pauses_of, spans_of
from policies.queries import calendar
from policies.services import change_calendar_day, enter_calendar_year, load_calendar
from tests.factories.accounts import UserFactory
from tests.factories.deadlines import started, year_2021
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")
LATER = NOON + timedelta(days=40)
KEYS = ("t02", "t03", "t07", "t08", "t11", "t13", "t14", "t24", "t31", "t38")


@pytest.fixture
def administrator():
    return UserFactory(system_administrator=True)


def test_a_year_that_arrives_settles_what_waited_for_it(administrator):
    year_2021()
    waits, settled = started("deadline.t11", date(2021, 12, 20)), started("deadline.t03")
    assert (waits.due_on, waits.is_provisional) == (date(2022, 1, 4), True)
    load_calendar([2022], at=LATER)

    moved = recompute_deadlines(by=administrator, at=LATER)

    found = Deadline.objects.get(pk=waits.pk)
    assert (moved, found.due_on, found.is_provisional) == (0, date(2022, 1, 4), False)
    assert found.calendar_known_until == date(2022, 12, 31)
    change = DeadlineChange.objects.get()
    assert (change.deadline_id, change.was_provisional) == (waits.pk, True)
    assert change.why == "按截至2022年12月31日的工作日历重新计算"
    assert not DeadlineChange.objects.filter(deadline=settled).exists()


def test_a_day_that_becomes_a_holiday_moves_what_ends_on_it(administrator):
    year_2021(2022)
    ends, done = started("deadline.t11", date(2021, 12, 20)), started("deadline.t11", DAY)
    meet_deadline(done.pk, on=DAY, by=None, at=NOON)
    day = {"is_working": False, "note": "临时放假", "by": administrator, "at": LATER}
    change_calendar_day(date(2022, 1, 4), **day)

    moved = recompute_deadlines(by=administrator, at=LATER)

    assert (moved, Deadline.objects.get(pk=ends.pk).due_on) == (1, date(2022, 1, 5))
    change = DeadlineChange.objects.get()
    assert (change.old_due_on, change.new_due_on) == (date(2022, 1, 4), date(2022, 1, 5))
    assert (change.kind, change.moved_at) == ("calendar", LATER)
    event = AuditEvent.objects.get(kind="deadline.recompute")
    assert event.facts == {"moved": 1, "settled": 0}


def test_recompute_twice_changes_nothing(administrator):
    year_2021()
    started("deadline.t11", date(2021, 12, 20))
    enter_calendar_year(2022, [], source="国办发明电〔2021〕11号", by=administrator, at=LATER)

    recompute_deadlines(by=administrator, at=LATER)
    again = recompute_deadlines(by=administrator, at=LATER)

    assert (again, DeadlineChange.objects.count()) == (0, 1)
    assert AuditEvent.objects.filter(kind="deadline.recompute").count() == 1


def test_recompute_of_nothing():
    assert recompute_deadlines(by=None, at=NOON) == 0


def test_recompute_without_the_right_is_refused():
    with pytest.raises(NotAllowed):
        recompute_deadlines(by=UserFactory(inspector=True), at=NOON)


def test_recompute_by_a_clock_set_back_is_refused():
    started()

    with pytest.raises(ClockSetBack):
        recompute_deadlines(by=None, at=NOON - timedelta(days=1))


def _wild(rng: random.Random, head) -> None:
    """One deadline of any rule, some of which stood still or were made longer."""
    start = date(2021, 8, 1) + timedelta(days=rng.randrange(150))
    on = (
        date(2022, 5, 2) + timedelta(days=rng.randrange(99))
        if (key := rng.choice(KEYS)) == "t24"
        else start
    )
    one = started(f"deadline.{key}", on, at=at_noon(date(2021, 8, 1)))
    at = at_noon(date(2022, 12, 1))
    if not one.is_before and rng.random() < 0.4:
        since = min(on + timedelta(days=rng.randrange(1, 30)), one.due_on)
        pause_deadline(one.pk, cause="hearing", basis="听证", on=since, by=None, at=at)
        if rng.random() < 0.8:
            until = since + timedelta(days=rng.randrange(30))
            resume_deadline(one.pk, on=until, by=None, at=at)


def test_one_statement_computes_what_the_rule_computes():
    rng, head = random.Random(2021), UserFactory(bureau_head=True)
    year_2021()
    for _ in range(120):
        _wild(rng, head)
    one = started("deadline.t24", date(2022, 5, 10))
    extend_deadline(one.pk, count=9, unit="calendar_day", reason="复杂", by=head, at=NOON)
    load_calendar([2022], at=LATER)

    recompute_deadlines(by=None, at=at_noon(date(2022, 12, 2)))

    known = calendar()
    for row in Deadline.objects.all():
        period = row.period(pauses_of(row), spans_of(row))
        end = period_end(period, DayNumbers(known, first_needed(period)))
        assert (row.due_on, row.is_provisional) == (end.due_on, end.is_provisional), row.key


def test_recompute_is_a_handful_of_statements(django_assert_max_num_queries):
    year_2021()
    for _ in range(3):
        started("deadline.t11", date(2021, 12, 20))
    load_calendar([2022], at=LATER)

    with django_assert_max_num_queries(11):
        recompute_deadlines(by=None, at=LATER)

    assert connection.in_atomic_block
