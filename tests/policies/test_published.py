"""The package's holidays against a second library, so that a wrong release is noticed."""

from datetime import date, timedelta

import holidays
import pytest

from policies.errors import CalendarYearUnknown
from policies.published import PublishedDay, published_days, source_name


def test_published_days_name_holidays_and_make_up_days():
    days = {day.on: day for day in published_days(2021)}

    assert days[date(2021, 10, 1)] == PublishedDay(date(2021, 10, 1), False, "国庆节")
    assert days[date(2021, 10, 9)] == PublishedDay(date(2021, 10, 9), True, "国庆节调休上班")
    assert date(2021, 11, 10) not in days
    assert date(2021, 11, 13) not in days


@pytest.mark.parametrize("year", range(2021, 2027))
def test_published_days_agree_with_a_second_library_on_every_day(year):
    ours = {day.on: day.is_working for day in published_days(year)}
    theirs = holidays.CN(years=year)

    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    differing = [
        day for day in days if ours.get(day, day.weekday() < 5) != theirs.is_working_day(day)
    ]
    assert differing == []


def test_published_days_of_an_unpublished_year_are_refused():
    with pytest.raises(CalendarYearUnknown, match="2027年的节假日安排尚未公布"):
        published_days(2027)


def test_source_name_says_which_release():
    assert source_name().startswith("国务院办公厅节假日安排（chinesecalendar 1.")
