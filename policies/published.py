"""The State Council's holiday notices as the package chinesecalendar publishes them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version

import chinese_calendar

from policies.errors import CalendarYearUnknown


@dataclass(frozen=True, slots=True)
class PublishedDay:
    """A day that a holiday notice names: a holiday, or a weekend day that is worked for it."""

    on: date
    is_working: bool
    note: str


@cache
def published_days(year: int) -> tuple[PublishedDay, ...]:
    """The days of a year that its holiday notice names, in order.

    The package looks each day up anew among all that it knows, and what it knows changes only
    with the software: a year is asked once a process, whichever county opens.

    Raises:
        CalendarYearUnknown: the installed package does not know the notice of that year.
    """
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    try:
        named = [(day, *chinese_calendar.get_holiday_detail(day)) for day in days]
    except NotImplementedError:
        raise CalendarYearUnknown(year=year) from None
    return tuple(
        PublishedDay(on=day, is_working=not is_rest, note=_note(name, is_rest))
        for day, is_rest, name in named
        if name is not None
    )


def source_name() -> str:
    """Where the days come from, with the version, for the calendar year's row."""
    return f"国务院办公厅节假日安排（chinesecalendar {version('chinesecalendar')}）"


def _note(name: str, is_rest: bool) -> str:
    holiday = chinese_calendar.Holiday(name).chinese
    return holiday if is_rest else f"{holiday}调休上班"
