"""Months counted by day numbers, as the rules on prepaid fees count them."""

from __future__ import annotations

from datetime import date, timedelta

from common.clock import months_after


def span_end(first: date, months: int) -> date:
    """The last day of a span of some months that begins with ``first``.

    The day before the same day number; where that number is missing, the month's last day,
    since the day before a 30 February is its last one.

    Source: funds-cases.yaml, conventions, month_cap [interpretation].
    """
    end = months_after(first, months)
    return end - timedelta(days=1) if end.day == first.day else end
