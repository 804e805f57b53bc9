"""Months counted by day numbers, as the rules on prepaid fees count them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

MONTHS = 12


def months_after(day: date, months: int) -> date:
    """The same day number some months later (earlier if negative); else the month's last day.

    Source: Civil Code art. 202: without a corresponding day, the month's last day. [K]
    """
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def span_end(first: date, months: int) -> date:
    """The last day of a span of some months that begins with ``first``.

    The day before the same day number; where that number is missing, the month's last day,
    since the day before a 30 February is its last one.

    Source: funds-cases.yaml, conventions, month_cap [interpretation].
    """
    end = months_after(first, months)
    return end - timedelta(days=1) if end.day == first.day else end
