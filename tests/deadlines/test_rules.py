"""Each period against a calendar that is walked through day by day."""

from calendar import monthrange
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.clock import CHINA
from deadlines.rules import (
    DayNumbers,
    End,
    Pause,
    Period,
    Span,
    first_needed,
    hours_end,
    lengths_in,
    period_end,
)
from policies.rules import WorkingCalendar, due_date
from tests.factories.policies import autumn_2021

ONE = timedelta(days=1)
FIRST, LAST = date(2020, 1, 1), date(2023, 12, 31)
days_of = st.dates(FIRST, LAST)
calendars = st.builds(
    WorkingCalendar,
    years=st.frozensets(st.integers(2020, 2024)),
    exceptions=st.dictionaries(days_of, st.booleans(), max_size=80),
)
units = st.sampled_from(["working_day", "calendar_day", "month", "year"])
spans = st.builds(
    lambda unit, count: Span(1 + count % {"month": 14, "year": 2}.get(unit, 100), unit),
    units,
    st.integers(0, 1000),
)


@st.composite
def pauses_of(draw, start):
    found, day = [], start
    for gap, length in draw(
        st.lists(st.tuples(st.integers(1, 60), st.integers(1, 40)), max_size=3)
    ):
        since = day + timedelta(days=gap)
        day = since + timedelta(days=length)
        found.append(Pause(since, day))
    return tuple(found)


@st.composite
def periods(draw):
    start = draw(st.dates(FIRST, date(2022, 6, 30)))
    more = draw(st.lists(spans, max_size=2))
    return Period(
        start,
        (draw(spans), *more),
        rolls=draw(st.booleans()),
        pauses=draw(pauses_of(start)),
    )


def _stands(period: Period, day: date) -> bool:
    return any(one.since <= day < one.until for one in period.pauses)


def _months_on(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _walk_span(period: Period, day: date, span: Span, calendar: WorkingCalendar):
    """Day by day; months are first turned into days."""
    passed, left = [], span.count
    if span.unit in ("month", "year"):
        left = (_months_on(day, span.count * (12 if span.unit == "year" else 1)) - day).days
    while left:
        day += ONE
        passed.append(day)
        counts = calendar.is_working(day) or span.unit != "working_day"
        left -= counts and not _stands(period, day)
    return day, passed


def _walked(period: Period, calendar: WorkingCalendar) -> End:
    day, mattered = period.start_on, []
    for span in period.spans:
        day, passed = _walk_span(period, day, span, calendar)
        mattered += passed if span.unit == "working_day" else []
    if period.rolls and period.spans[-1].unit != "working_day":
        mattered.append(day)
        while not calendar.is_working(day) or _stands(period, day):
            day += ONE
            mattered.append(day)
    return End(day, not all(calendar.knows(one) for one in mattered))


@given(periods(), calendars)
def test_every_period_ends_as_the_calendar_walked_day_by_day(period, calendar):
    numbers = DayNumbers(calendar, first_needed(period))

    assert period_end(period, numbers) == _walked(period, calendar)


@given(days_of, st.integers(1, 60), st.sampled_from(["working_day", "calendar_day"]), calendars)
def test_a_plain_period_ends_as_the_notices_limits_do(start, count, unit, calendar):
    period = Period(start, (Span(count, unit),))
    due = due_date(start, count=count, unit=unit, calendar=calendar)

    found = period_end(period, DayNumbers(calendar, first_needed(period)))

    assert found == End(due.due_on, due.is_provisional)


@given(days_of, st.integers(1, 30), calendars)
def test_a_period_before_a_day_leaves_so_many_working_days(hearing, count, calendar):
    period = Period(hearing, (Span(count, "working_day"),), is_before=True)

    due_on = period_end(period, DayNumbers(calendar, first_needed(period))).due_on

    day, left = hearing, count
    while left:
        day -= ONE
        left -= calendar.is_working(day)
    assert due_on == day


@pytest.mark.parametrize(
    ("start", "span", "rolls", "ends"),
    [
        (date(2021, 9, 17), Span(7, "working_day"), True, date(2021, 9, 28)),  # a make-up Saturday
        (date(2021, 9, 16), Span(15, "calendar_day"), True, date(2021, 10, 8)),  # National Day
        (date(2021, 9, 16), Span(15, "calendar_day"), False, date(2021, 10, 1)),
        (date(2021, 8, 31), Span(6, "month"), True, date(2022, 2, 28)),
        (date(2020, 2, 29), Span(2, "year"), False, date(2022, 2, 28)),
        (date(2021, 4, 3), Span(6, "month"), True, date(2021, 10, 8)),
    ],
)
def test_known_ends_of_autumn_2021(start, span, rolls, ends):
    period = Period(start, (span,), rolls=rolls)

    found = period_end(period, DayNumbers(autumn_2021((2020, 2021)), first_needed(period)))

    assert found.due_on == ends


def test_a_day_that_no_notice_settled_makes_the_end_provisional():
    period = Period(date(2021, 12, 20), (Span(15, "calendar_day"),))
    known, longer = autumn_2021((2021,)), autumn_2021((2021, 2022))

    assert period_end(period, DayNumbers(known, date(2021, 12, 1))).is_provisional
    assert not period_end(period, DayNumbers(longer, date(2021, 12, 1))).is_provisional


def test_hours_run_through_the_night():
    since = datetime(2021, 9, 30, 16, 20, tzinfo=CHINA)

    due_at, due_on = hours_end(since, 24)

    assert (due_at, due_on) == (since + timedelta(hours=24), date(2021, 10, 1))


@pytest.mark.parametrize(
    "period",
    [
        Period(FIRST, ()),
        Period(FIRST, (Span(0, "month"),)),
        Period(FIRST, (Span(24, "hour"),)),
        Period(FIRST, (Span(5, "week"),)),
        Period(FIRST, (Span(7, "working_day"), Span(1, "month")), is_before=True),
    ],
)
def test_what_is_no_period_is_a_mistake(period):
    with pytest.raises(ValueError, match="a period|no unit"):
        period_end(
            period, DayNumbers(autumn_2021(), first_needed(Period(FIRST, (Span(1, "month"),))))
        )


def test_hours_below_one_are_a_mistake():
    with pytest.raises(ValueError, match="1 or more"):
        hours_end(datetime(2021, 9, 30, tzinfo=CHINA), 0)


def test_lengths_that_a_rule_names():
    assert lengths_in({"count": 2, "unit": "year", "grave_count": 5}) == {(2, "year"), (5, "year")}
    assert lengths_in({"count": 60, "unit": "calendar_day", "extension_count": 30}) == {
        (60, "calendar_day")
    }
    assert lengths_in({"minor": {"count": 3, "unit": "month"}}) == {(3, "month")}
    assert lengths_in("20:30") == set()
