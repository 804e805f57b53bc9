"""Days and moments in Chinese official time. Only shells and tasks ask what time it is."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def localdate(at: datetime) -> date:
    """The day of a moment in China, which is one time zone by law."""
    return at.astimezone(CHINA).date()


def chinese_date(day: date) -> str:
    """``2026年3月5日``: Arabic digits, no leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_moment(at: datetime) -> str:
    """``2026年3月5日09:30`` in China."""
    return f"{chinese_date(localdate(at))}{at.astimezone(CHINA):%H:%M}"


def months_after(day: date, months: int) -> date:
    """The same day number some months later (earlier if negative); else the month's last day.

    Source: Civil Code art. 202: without a corresponding day, the month's last day. [K]
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def at_time(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment on a day in China."""
    return datetime.combine(day, time(hour, minute), tzinfo=CHINA)


def at_noon(day: date) -> datetime:
    """Twelve o'clock on a day in China."""
    return at_time(day, 12)
