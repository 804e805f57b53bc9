"""Working days: the published notices, one entered by hand, one day changed."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from policies.errors import CalendarYearLoaded
from policies.models import CalendarDay, CalendarYear
from policies.published import PublishedDay, published_days, source_name
from policies.services._editing import require_editor

YEARS = range(2021, 2027)
"""The years whose holiday notices the pinned package knows and a campaign may fall in."""


@transaction.atomic
def load_calendar(
    years: Iterable[int] = YEARS, *, by: User | None = None, at: datetime
) -> list[int]:
    """Load the published holiday notices of years that are not yet known.

    Twice is safe; days that the county changed stay as they are.

    Returns:
        The years that were loaded.

    Raises:
        CalendarYearUnknown: a notice is not published yet; then nothing was loaded.
    """
    require_editor(by)
    known = set(CalendarYear.objects.values_list("year", flat=True))
    wanted = [year for year in years if year not in known]
    for year in wanted:
        _write_year(year, published_days(year), source=source_name(), by=by, at=at)
    return wanted


@transaction.atomic
def date_calendar(*, at: datetime) -> None:
    """The years that came with the county's schema count as loaded at its opening.

    The system's own verb, part of opening a county; who opens it tells the history.
    """
    CalendarYear.objects.update(loaded_at=at)


@transaction.atomic
def enter_calendar_year(
    year: int, days: Iterable[PublishedDay], *, source: str, by: User, at: datetime
) -> CalendarYear:
    """Enter a holiday notice by hand, when the software's package is later than the notice.

    Args:
        days: every day the notice names, holidays and make-up days alike.
        source: the notice: issuer, number, date.

    Raises:
        CalendarYearLoaded: the year is known; single days are changed one by one.
    """
    require(by, Permission.POLICY_EDIT)
    if CalendarYear.objects.filter(year=year).exists():
        raise CalendarYearLoaded(year=year)
    return _write_year(year, days, source=source, by=by, at=at)


@transaction.atomic
def change_calendar_day(
    day: date, *, is_working: bool, note: str, by: User, at: datetime
) -> CalendarDay:
    """Say that a day is worked or not, when the notice was changed or read wrongly.

    Due dates already stored stay: they carry the day they were computed from. The same again
    is no change.
    """
    require(by, Permission.POLICY_EDIT)
    stored = CalendarDay.objects.select_for_update().filter(date=day).first()
    if stored is not None and (stored.is_working, stored.note) == (is_working, note):
        return stored
    before = "" if stored is None else _worked(stored.is_working)
    row = stored or CalendarDay(date=day)
    row.is_working, row.note = is_working, note
    row.save()
    record(
        "calendar_day.change",
        row,
        by=by,
        at=at,
        before=before,
        after=_worked(is_working),
        note=note,
    )
    return row


def _write_year(
    year: int, days: Iterable[PublishedDay], *, source: str, by: User | None, at: datetime
) -> CalendarYear:
    rows = [CalendarDay(date=day.on, is_working=day.is_working, note=day.note) for day in days]
    CalendarDay.objects.bulk_create(rows, ignore_conflicts=True)
    loaded = CalendarYear.objects.create(year=year, source=source, loaded_at=at)
    record("calendar_year.load", loaded, by=by, at=at, source=source, days=len(rows))
    return loaded


def _worked(is_working: bool) -> str:
    return "working" if is_working else "rest"
