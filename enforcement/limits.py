"""Due dates: from the day of service, by the county's calendar."""

from __future__ import annotations

from datetime import date
from typing import cast

from enforcement.models import Notice
from policies.queries import Due, Unit, due_after


def due_from(start: date, count: int, unit: str) -> Due:
    """The last day of a limit that began on ``start``, by the days known today."""
    return due_after(start, count=count, unit=cast(Unit, unit))


def keep_due(notice: Notice, due: Due) -> None:
    """Put the date on the notice together with what it was computed from. The caller saves."""
    notice.due_on = due.due_on
    notice.due_is_provisional = due.is_provisional
    notice.calendar_known_until = due.calendar_known_until
