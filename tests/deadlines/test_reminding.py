"""Who is told, and that nobody is told twice."""

from datetime import date, timedelta

import pytest

from audit.models import AuditEvent
from common.clock import at_noon
from deadlines.models import Reminder
from deadlines.queries import (
    calendar_known_until,
    deadlines_for,
    due_list,
    due_within,
    lead_days,
    overdue,
    provisional_count,
    reminders_for,
)
from deadlines.services import give_deadline, meet_deadline, remind_of_deadlines
from policies.services import seed_parameters, set_parameter
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.deadlines import started, year_2021
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")
DUE = date(2021, 11, 19)  # seven working days after DAY


@pytest.fixture(autouse=True)
def _year(county):
    year_2021(2022)


@pytest.fixture
def owner():
    return UserFactory(inspector=True)


def _remind(day):
    return remind_of_deadlines(day, at=at_noon(day))


def _levels():
    return list(Reminder.objects.values_list("level", flat=True))


@pytest.mark.parametrize(
    ("days", "levels"),
    [
        (-6, []),
        (-5, ["owner"]),
        (-2, ["owner", "section_head"]),
        (0, ["owner", "section_head"]),
        (1, ["owner", "section_head", "bureau_head"]),
    ],
)
def test_each_level_is_told_in_its_time(owner, days, levels):
    assert started("deadline.t03", owner=owner).due_on == DUE

    assert _remind(DUE + timedelta(days=days)) == len(levels)

    assert _levels() == levels


def test_remind_twice_tells_nothing_new(owner):
    started("deadline.t03", owner=owner)
    _remind(DUE)

    assert [_remind(DUE), _remind(DUE + timedelta(days=9)), _remind(DUE)] == [0, 1, 0]
    assert AuditEvent.objects.filter(kind="deadline.remind").count() == 2


def test_without_an_owner_in_use_the_section_is_told_at_once(owner):
    started("deadline.t03")
    started("deadline.t03", owner=UserFactory(inspector=True, is_active=False))

    _remind(DUE - timedelta(days=5))

    assert _levels() == ["section_head", "section_head"]


def test_what_is_done_is_not_reminded(owner):
    deadline = started("deadline.t03", owner=owner)
    meet_deadline(deadline.pk, on=DAY, by=None, at=NOON)

    assert _remind(DUE + timedelta(days=30)) == 0


def test_lead_times_are_the_countys(owner):
    started("deadline.t03", owner=owner)
    seed_parameters({}, at=NOON)
    leads = {"owner": 1, "section_head": 0, "bureau_head": -3}
    day = {"by": UserFactory(system_administrator=True), "at": NOON, "source": "本局规定"}
    set_parameter("deadline.lead_days", leads, DAY, **day)

    assert lead_days(DAY) == leads
    assert [_remind(DUE - timedelta(days=2)), _remind(DUE), _remind(DUE + timedelta(days=3))] == [
        0,
        2,
        1,
    ]


def test_reminders_reach_the_person_of_the_level(owner):
    head, chief = UserFactory(section_head=True), UserFactory(bureau_head=True)
    stranger = UserFactory(section_head=True, department=DepartmentFactory(fire=True))
    started("deadline.t03", owner=owner)
    _remind(DUE + timedelta(days=1))

    people = (owner, head, chief, stranger, UserFactory(inspector=True))
    heard = [[one.level for one in reminders_for(person)] for person in people]

    assert heard == [["owner"], ["section_head"], ["bureau_head"], [], []]


def test_a_deadline_is_given_to_somebody_else(owner):
    deadline, heir = started("deadline.t03", owner=owner), UserFactory(inspector=True)

    for _ in range(2):
        give_deadline(deadline.pk, owner=heir, by=None, at=NOON)

    assert list(due_list(heir)) == [deadline]
    assert AuditEvent.objects.get(kind="deadline.give").facts == {"owner": heir.full_name}


def test_due_list_and_what_is_overdue(owner):
    soon, later = started("deadline.t03", owner=owner), started("deadline.t02")

    assert list(due_list()) == [soon, later]
    assert list(overdue(DUE + timedelta(days=1))) == [soon]
    assert list(overdue(DUE)) == []
    assert list(due_within(DUE - timedelta(days=3), 3)) == [soon]
    assert list(deadlines_for(UserFactory(partner_officer=True))) == []


def test_what_is_known_of_the_calendar():
    started("deadline.t14", on=date(2022, 11, 1))

    assert (calendar_known_until(), provisional_count()) == (date(2022, 12, 31), 1)
