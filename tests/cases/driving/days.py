"""When a period ends, walked through day by day: slow, plain, and nobody else's code."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.cases.driving.footprint import rows

DAY = timedelta(days=1)
Test = Callable[[date], bool]


def china(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo("Asia/Shanghai")).date()


def working_days() -> Test:
    """Whether a day is worked: Monday to Friday, unless the calendar says otherwise."""
    told = {one["date"]: one["is_working"] for one in rows("SELECT * FROM policies_calendarday")}
    return lambda day: told.get(day, day.isoweekday() <= 5)


def nobody_stands(_: date) -> bool:
    """No day on which a period stands still."""
    return False


def walk(start: date, count: int, unit: str, works: Test, stands: Test) -> date:
    """The last day of one span after ``start``; days on which it stands still do not count."""
    day, left = start, count
    if unit in ("month", "year"):
        months = count * (12 if unit == "year" else 1)
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        last = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
        left, unit = (last - start).days, "calendar_day"
    while left:
        day += DAY
        if not stands(day) and (unit == "calendar_day" or works(day)):
            left -= 1
    return day


def walk_back(start: date, count: int, works: Test) -> date:
    """The ``count``-th working day before ``start``."""
    day = start
    while count:
        day -= DAY
        count -= works(day)
    return day


def deadlines_are_as_walked() -> None:
    """Every deadline of the county, in whatever state."""
    works, pauses, longer = working_days(), defaultdict(list), defaultdict(list)
    for one in rows("SELECT * FROM deadlines_deadlinepause WHERE resumed_on IS NOT NULL"):
        pauses[one["deadline_id"]].append((one["paused_on"], one["resumed_on"]))
    for one in rows("SELECT * FROM deadlines_deadlineextension ORDER BY id"):
        longer[one["deadline_id"]].append((one["count"], one["unit"]))
    for one in rows("SELECT * FROM deadlines_deadline"):
        spans = [(one["count"], one["unit"]), *longer[one["id"]]]
        expected = _walked(one, spans, pauses[one["id"]], works)
        assert one["due_on"] == expected, f"{one['key']} from {one['counts_from_on']}: {spans}"


def _walked(one: dict, spans: list, pauses: list, works: Test) -> date:
    if one["unit"] == "hour":
        return china(one["counts_from_at"] + timedelta(hours=one["count"]))
    if one["is_before"]:
        return walk_back(one["counts_from_on"], one["count"], works)

    def stands(day: date) -> bool:
        return any(since <= day < until for since, until in pauses)

    day = one["counts_from_on"]
    for count, unit in spans:
        day = walk(day, count, unit, works, stands)
    while one["rolls"] and (not works(day) or stands(day)):
        day += DAY
    return day
