"""When a period ends: values in, values out. Days are counted by numbers, never walked through.

A period is one or more spans that follow each other (the first length and its extensions),
less the days on which it stood still.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from common.clock import localdate, months_after
from policies.queries import WorkingCalendar

ONE_DAY = timedelta(days=1)
WORKING_DAY, CALENDAR_DAY, MONTH, YEAR, HOUR = (
    "working_day",
    "calendar_day",
    "month",
    "year",
    "hour",
)
ROLLING_UNITS = (CALENDAR_DAY, MONTH, YEAR)
_MONTHS = {MONTH: 1, YEAR: 12}


@dataclass(frozen=True, slots=True)
class Span:
    """So many of a unit, 1 or more."""

    count: int
    unit: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count: from ``since`` on, up to the day before ``until``.

    The day on which counting goes on is counted again.
    """

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Period:
    """What a due date is computed from.

    Attributes:
        start_on: the day of the event; not counted itself (C4).
        spans: the length, then its extensions in their order.
        rolls: a last day that is a rest day gives way to the next working day (C4). Says
            nothing about working days, which never end on one.
        is_before: counted backwards from ``start_on``: seven working days before a hearing.
    """

    start_on: date
    spans: tuple[Span, ...]
    rolls: bool = True
    is_before: bool = False
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """The last day in time; provisional when a day mattered that no holiday notice has settled."""

    due_on: date
    is_provisional: bool


class DayNumbers:
    """Worked days numbered from ``first`` on, as far as anybody asks.

    The n-th working day after a day is then a look-up: its number plus n.
    """

    def __init__(self, calendar: WorkingCalendar, first: date) -> None:
        self.first = first
        self._calendar = calendar
        self._worked: list[int] = []  # up to and with the day: how many days were worked
        self._unknown: list[int] = []  # up to and with the day: how many no notice has settled
        self._days: list[date] = []  # the worked days, by number

    def _reach(self, index: int) -> None:
        while len(self._worked) <= index:
            day = self.first + timedelta(days=len(self._worked))
            if self._calendar.is_working(day):
                self._days.append(day)
            before = self._unknown[-1] if self._unknown else 0
            self._unknown.append(before + (not self._calendar.knows(day)))
            self._worked.append(len(self._days))

    def _place(self, day: date) -> int:
        index = (day - self.first).days
        self._reach(index)
        return index

    def number(self, day: date) -> int:
        """How many days were worked from ``first`` to ``day``, both included."""
        return self._worked[self._place(day)] if day >= self.first else 0

    def unknown(self, day: date) -> int:
        """How many of these days no holiday notice has settled."""
        return self._unknown[self._place(day)] if day >= self.first else 0

    def worked(self, number: int) -> date:
        """The worked day of this number; 1 is the first."""
        while len(self._days) < number:
            self._reach(len(self._worked) + 30)
        return self._days[number - 1]

    def next_worked(self, day: date) -> date:
        """``day``, or the next worked day after it."""
        self._reach(self._place(day) + 30)
        place = bisect_left(self._days, day)
        return self._days[place] if place < len(self._days) else self.next_worked(day + ONE_DAY)


def period_end(period: Period, days: DayNumbers) -> End:
    """The last day on which something is still in time.

    Args:
        days: numbered from ``first_needed(period)`` or earlier.

    Raises:
        ValueError: no span, a span below 1 or of hours, or a backward period with pauses or
            extensions: a typing mistake.

    Source:
        enforcement.md 0.2: C1 行政处罚法 art. 85, C3 行政强制法 art. 69 (working days),
        C4 民事诉讼法 art. 85 (starting day, last day). Months end on the day of the same
        number, or on the month's last: 民法典 art. 202 [K].
    """
    if not period.spans or any(one.count < 1 or one.unit == HOUR for one in period.spans):
        raise ValueError(f"a period of {period.spans} has no last day")
    if period.is_before:
        return _end_before(period, days)
    at, unknown = period.start_on, 0
    pauses = sorted(period.pauses, key=lambda one: one.since)
    for span in period.spans:
        end = _span_end(at, span, pauses, days)
        if span.unit == WORKING_DAY:
            unknown += days.unknown(end) - days.unknown(at)
        at = end
    if not period.rolls or period.spans[-1].unit == WORKING_DAY:
        return End(at, unknown > 0)
    due_on = _rolled(at, pauses, days)
    unknown += days.unknown(due_on) - days.unknown(at - ONE_DAY)
    return End(due_on, unknown > 0)


def first_needed(period: Period) -> date:
    """From which day on ``DayNumbers`` must be numbered for this period."""
    if not period.is_before:
        return period.start_on - ONE_DAY
    span = period.spans[0]
    return _shifted(period.start_on, Span(span.count * 2 + 30, CALENDAR_DAY), -1)


def hours_end(since: datetime, hours: int) -> tuple[datetime, date]:
    """When so many hours are over, to the minute, and on which day in China.

    Hours run through nights and holidays.
    """
    if hours < 1:
        raise ValueError(f"hours must be 1 or more, got {hours}")
    due_at = since + timedelta(hours=hours)
    return due_at, localdate(due_at)


def lengths_in(value: Any) -> set[tuple[int, str]]:
    """Every length that a parameter's value names: its own, ``grave_count``, one per class."""
    if not isinstance(value, Mapping):
        return set()
    unit, found = value.get("unit"), set()
    for name, part in value.items():
        if isinstance(part, Mapping):
            found |= lengths_in(part)
        elif unit and name.endswith("count") and name != "extension_count" and part:
            found.add((int(part), str(unit)))
    return found


def _span_end(start: date, span: Span, pauses: Iterable[Pause], days: DayNumbers) -> date:
    """Where a span ends that begins after ``start``; pauses come in their order."""
    if span.unit == WORKING_DAY:
        number = days.number(start) + span.count
        for pause in pauses:
            since = max(pause.since, start + ONE_DAY)
            if since <= days.worked(number) and since < pause.until:
                number += days.number(pause.until - ONE_DAY) - days.number(since - ONE_DAY)
        return days.worked(number)
    end = _shifted(start, span, 1)
    for pause in pauses:
        since = max(pause.since, start + ONE_DAY)
        if since <= end and since < pause.until:
            end += pause.until - since
    return end


def _end_before(period: Period, days: DayNumbers) -> End:
    if len(period.spans) > 1 or period.pauses:
        raise ValueError("a period before a day has no pauses and no extensions")
    span, start = period.spans[0], period.start_on
    if span.unit != WORKING_DAY:
        return End(_shifted(start, span, -1), is_provisional=False)
    due_on = days.worked(days.number(start - ONE_DAY) - span.count + 1)
    unknown = days.unknown(start - ONE_DAY) - days.unknown(due_on - ONE_DAY)
    return End(due_on, unknown > 0)


def _rolled(day: date, pauses: list[Pause], days: DayNumbers) -> date:
    """The next day that is worked and on which the period does not stand still."""
    while True:
        worked = days.next_worked(day)
        stops = [one.until for one in pauses if one.since <= worked < one.until]
        if not stops:
            return worked
        day = max(stops)


def _shifted(day: date, span: Span, sign: int) -> date:
    """Calendar days, months or years later (``sign`` 1) or earlier (-1)."""
    if span.unit == CALENDAR_DAY:
        return day + sign * timedelta(days=span.count)
    if span.unit not in _MONTHS:
        raise ValueError(f"{span.unit} is no unit of days")
    return months_after(day, sign * span.count * _MONTHS[span.unit])
