"""Decisions about days and law: values in, values out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from string import Formatter
from types import MappingProxyType
from typing import Literal, Protocol, get_args

Unit = Literal["working_day", "calendar_day"]

ONE_DAY = timedelta(days=1)
SATURDAY = 5
_MEASURE = re.compile(r"[0-9]{1,7}(\.[0-9]{1,2})?")


class Citable(Protocol):
    """What ``quotable`` must know of a row of the catalogue."""

    valid_from: date
    valid_until: date | None
    confidence: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked, and up to which day that is known.

    Attributes:
        years: the years whose holiday notice has been loaded.
        exceptions: days that differ from Monday to Friday, or are named by the notice;
            True is worked (a make-up Saturday), False is not (a holiday).

    Source: enforcement.md 0.2 C7: the calendar is data, updated yearly by the State
    Council's notice.
    """

    years: frozenset[int]
    exceptions: Mapping[date, bool] = field(default_factory=lambda: MappingProxyType({}))

    def is_working(self, day: date) -> bool:
        """By the notice where it is known; outside the known years by Monday to Friday alone."""
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def knows(self, day: date) -> bool:
        return day.year in self.years

    @property
    def known_until(self) -> date | None:
        """Last day before the first gap in the known years; None when no year is known."""
        if not self.years:
            return None
        year = min(self.years)
        while year + 1 in self.years:
            year += 1
        return date(year, 12, 31)


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period, with everything it was computed from.

    ``is_provisional`` says that a day was passed whose status no holiday notice has
    settled yet: the date must be computed again when the next year is loaded.
    """

    due_on: date
    unit: Unit
    count: int
    start_on: date
    is_provisional: bool
    calendar_known_until: date | None


def due_date(start: date, *, count: int, unit: Unit, calendar: WorkingCalendar) -> Due:
    """The last day on which something that began on ``start`` is still in time.

    Args:
        start: the day of the event, such as the day of delivery; not counted itself (C4).
        count: length of the period in ``unit``; 1 or more.
        unit: ``working_day`` counts only worked days, make-up Saturdays included (C1, C3);
            ``calendar_day`` counts every day, and a period that would end on a rest day or
            holiday ends on the next working day (C4).
        calendar: the county's working days.

    Raises:
        ValueError: ``count`` is below 1 or ``unit`` is no unit: a typing mistake, since a
            period of no days would be over before it is known.

    Source:
        enforcement.md 0.2: C1 行政处罚法 art. 85; C2; C3 行政强制法 art. 69;
        C4 民事诉讼法 art. 85.
    """
    if count < 1:
        raise ValueError(f"count must be 1 or more, got {count}")
    if unit == "working_day":
        due_on, passed = _after_working_days(start, count, calendar)
    elif unit == "calendar_day":
        due_on, passed = _next_working_day(start + timedelta(days=count), calendar)
    else:
        raise ValueError(f"unit must be working_day or calendar_day, got {unit}")
    return Due(
        due_on=due_on,
        unit=unit,
        count=count,
        start_on=start,
        is_provisional=not all(calendar.knows(day) for day in passed),
        calendar_known_until=calendar.known_until,
    )


def holds_on(begins: date, ends: date | None, day: date) -> bool:
    """A row that begins on one day and holds to another (None: open end) holds on ``day``."""
    return begins <= day and (ends is None or day <= ends)


def quotable(row: Citable, on: date) -> bool:
    """A paper about an act of that day may print the article of this row.

    In force on the day of the act (行政处罚法 art. 37: the rule at the time of the act),
    and its number checked against a source or confirmed by a person of the county.
    """
    is_settled = row.confidence == "source" or row.confirmed_at is not None
    return is_settled and holds_on(row.valid_from, row.valid_until, on)


def names_one_article(article: str) -> bool:
    """The text points at articles that can be printed, and does not leave open which one."""
    return "或" not in article


def _after_working_days(
    start: date, count: int, calendar: WorkingCalendar
) -> tuple[date, list[date]]:
    passed: list[date] = []
    day, left = start, count
    while left:
        day += ONE_DAY
        passed.append(day)
        left -= calendar.is_working(day)
    return day, passed


def _next_working_day(day: date, calendar: WorkingCalendar) -> tuple[date, list[date]]:
    passed = [day]
    while not calendar.is_working(day):
        day += ONE_DAY
        passed.append(day)
    return day, passed


def value_problem(kind: str, value: object) -> str:
    """What is wrong with a parameter's value, as a Chinese clause; empty when it may be saved.

    Args:
        kind: ``text``, ``number``, ``measure``, ``flag``, ``lines``, ``period``, ``pattern``
            or ``table``.
    """
    return _VALUE_CHECKS[kind](value)


def _text_problem(value: object) -> str:
    return "" if isinstance(value, str) else "须为文字"


def _number_problem(value: object) -> str:
    return "" if _is_whole(value) else "须为正整数"


def _measure_problem(value: object) -> str:
    """A number of square metres, days or percent as text, so that 2.5 stays 2.5; empty: no rule."""
    if value == "":
        return ""
    return "" if isinstance(value, str) and _MEASURE.fullmatch(value) else "须为不小于0的数字"


def _flag_problem(value: object) -> str:
    return "" if isinstance(value, bool) else "须选择是或者否"


def _lines_problem(value: object) -> str:
    is_lines = isinstance(value, list) and all(isinstance(one, str) and one for one in value)
    return "" if is_lines else "须为一行一项的文字"


def _period_problem(value: object) -> str:
    if not isinstance(value, dict) or value.keys() != {"count", "unit"}:
        return "须写明数量和单位"
    if not _is_whole(value["count"]):
        return "数量须为正整数"
    is_unit = value["unit"] in get_args(Unit)
    return "" if is_unit else "单位须为工作日（working_day）或者自然日（calendar_day）"


def _pattern_problem(value: object) -> str:
    if not isinstance(value, str):
        return "须为文字"
    try:
        parts = [part for part in Formatter().parse(value) if part[1] is not None]
    except ValueError:
        return "花括号不成对"
    if any(spec or conversion for _, _, spec, conversion in parts):
        return "花括号内只能写字段名"  # as approval, which would refuse every paper
    fields = [str(name) for _, name, _, _ in parts]
    if {"year", "n"} <= set(fields) <= {"organ", "year", "n"}:
        return ""
    return "须含{year}和{n}，此外只能使用{organ}"


def _table_problem(value: object) -> str:
    return "" if isinstance(value, dict) else "须为字段和取值的对照"


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


_VALUE_CHECKS: Mapping[str, Callable[[object], str]] = {
    "text": _text_problem,
    "number": _number_problem,
    "measure": _measure_problem,
    "flag": _flag_problem,
    "lines": _lines_problem,
    "period": _period_problem,
    "pattern": _pattern_problem,
    "table": _table_problem,
}
