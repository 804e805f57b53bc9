"""Deadlines of tests: by the real verbs, with the real rules of the catalogue."""

from datetime import date, datetime
from typing import Any

from deadlines.models import Deadline, DeadlineChange, DeadlineExtension, DeadlinePause, Reminder
from deadlines.services import (
    extend_deadline,
    pause_deadline,
    resume_deadline,
    start_deadline,
)
from policies.catalogue import read_edition
from policies.models import CalendarDay, CalendarYear, Parameter
from tests.factories.accounts import UserFactory
from tests.factories.policies import autumn_2021
from tests.times import DAY, NOON


def law() -> None:
    """The statutory deadlines, once per test."""
    if not Parameter.objects.filter(key="deadline.t02").exists():
        rows = read_edition("statutory").rows
        Parameter.objects.bulk_create(
            Parameter(**{name: row[name] for name in row if name not in ("label", "kind")})
            for row in rows
            if row["key"].startswith("deadline.")
        )


def year_2021(*years: int) -> None:
    """The real days of autumn 2021; further years are known without a named day."""
    known = autumn_2021()
    for year in (2021, *years):
        CalendarYear.objects.create(year=year, source="国务院办公厅通知", loaded_at=NOON)
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day, is_working=worked, note="国庆节")
        for day, worked in known.exceptions.items()
    )


def started(
    key: str = "deadline.t02", on: date | datetime = DAY, at: datetime = NOON, **facts: Any
) -> Deadline:
    law()
    given = {"about": "案件“桂某托管中心”", "by": None, **facts}
    return start_deadline(key, counts_from=on, at=at, **given)


def paused() -> DeadlinePause:
    deadline = started(on=date(2021, 11, 1))
    return pause_deadline(deadline.pk, cause="hearing", basis="听证期间", on=DAY, by=None, at=NOON)


def changed() -> DeadlineChange:
    pause = paused()
    later = NOON.replace(day=20)
    resume_deadline(pause.deadline_id, on=date(2021, 11, 20), by=None, at=later)
    return DeadlineChange.objects.get(deadline=pause.deadline_id)


def extended() -> DeadlineExtension:
    deadline = started()
    head = UserFactory(bureau_head=True)
    extend_deadline(deadline.pk, count=30, unit="calendar_day", reason="案情复杂", by=head, at=NOON)
    return deadline.extensions.get()


def reminded(level: str = "owner") -> Reminder:
    deadline = started(owner=UserFactory(inspector=True))
    return Reminder.objects.create(
        deadline=deadline, level=level, due_on=deadline.due_on, reminded_at=NOON
    )
