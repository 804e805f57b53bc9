"""A year as twelve small months: days in, cells out."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from policies.models import CalendarDay
from policies.queries import WorkingCalendar

_SATURDAY = 5
_FROM_MONDAY = calendar.Calendar(firstweekday=calendar.MONDAY)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: its look (a class of rules.css) and what a mouse over it says."""

    on: date
    look: str
    words: str


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks from Monday to Sunday; None where another month's day would stand."""

    number: int
    weeks: list[list[Cell | None]]
    working_days: int


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row that are named alike: 国庆节, eight days."""

    first: date
    last: date
    is_working: bool
    note: str

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1


def months_of(
    year: int, known: WorkingCalendar, named: dict[date, CalendarDay], *, today: date
) -> list[Month]:
    """January to December."""
    return [
        Month(
            number,
            [
                [_cell(day, known, named, today) if day.month == number else None for day in week]
                for week in _FROM_MONDAY.monthdatescalendar(year, number)
            ],
            sum(
                known.is_working(day)
                for week in _FROM_MONDAY.monthdatescalendar(year, number)
                for day in week
                if day.month == number
            ),
        )
        for number in range(1, 13)
    ]


def _cell(day: date, known: WorkingCalendar, named: dict[date, CalendarDay], today: date) -> Cell:
    row = named.get(day)
    is_weekend = day.weekday() >= _SATURDAY
    if row is None:
        look = "is-rest" if is_weekend else "is-worked"
    elif not row.is_working:
        look = "is-holiday"
    else:
        look = "is-make-up" if is_weekend else "is-worked"
    worked = "上班" if known.is_working(day) else "休息"
    words = f"{day.isoformat()} {worked}" + (f"：{row.note}" if row else "")
    return Cell(day, f"{look} is-today" if day == today else look, words)


def runs_of(days: Iterable[CalendarDay]) -> list[Run]:
    """Named days, those in a row with the same words as one. ``days`` come in order."""
    runs: list[Run] = []
    for day in days:
        last = runs[-1] if runs else None
        if last and (last.last + timedelta(days=1), last.is_working, last.note) == (
            day.date,
            day.is_working,
            day.note,
        ):
            runs[-1] = Run(last.first, day.date, last.is_working, last.note)
        else:
            runs.append(Run(day.date, day.date, day.is_working, day.note))
    return runs
