"""Celery's doors of deadlines."""

from datetime import date

import pytest

from audit.models import AuditEvent
from deadlines.models import Deadline, DeadlineChange, Reminder
from deadlines.tasks import recompute, remind
from policies.services import load_calendar
from tests.factories.accounts import UserFactory
from tests.factories.deadlines import started, year_2021
from tests.times import NOON

pytestmark = pytest.mark.usefixtures("county")


def test_recompute_follows_a_year_that_came_without_a_page_once():
    year_2021()
    started("deadline.t11", date(2021, 12, 20))
    load_calendar([2022], at=NOON)

    recompute()
    recompute()

    assert not Deadline.objects.get().is_provisional
    assert DeadlineChange.objects.count() == 1
    assert AuditEvent.objects.filter(kind="deadline.recompute").count() == 1


def test_remind_tells_each_level_once():
    started("deadline.t03", owner=UserFactory(inspector=True))

    remind()
    remind()

    told = Reminder.objects.values_list("level", flat=True)
    assert list(told) == ["owner", "section_head", "bureau_head"]
