"""Days and quotability: pure, so every example is a date that a person can check on a calendar."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.published import published_days
from policies.rules import (
    Due,
    WorkingCalendar,
    due_date,
    holds_on,
    names_one_article,
    quotable,
    value_problem,
)
from tests.factories.policies import autumn_2021
from tests.times import NOON

AUTUMN = autumn_2021()
BOTH_YEARS = autumn_2021(years=(2021, 2022))
REAL = WorkingCalendar(
    years=frozenset(range(2021, 2027)),
    exceptions={
        day.on: day.is_working for year in range(2021, 2027) for day in published_days(year)
    },
)

STARTS = st.dates(date(2020, 12, 1), date(2027, 6, 30))
COUNTS = st.integers(1, 120)
UNITS = st.sampled_from(("working_day", "calendar_day"))


def working(start: date, count: int, calendar: WorkingCalendar = AUTUMN) -> date:
    return due_date(start, count=count, unit="working_day", calendar=calendar).due_on


def plain(start: date, count: int, calendar: WorkingCalendar = AUTUMN) -> date:
    return due_date(start, count=count, unit="calendar_day", calendar=calendar).due_on


def test_due_date_carries_everything_it_was_computed_from():
    due = due_date(date(2021, 11, 12), count=15, unit="working_day", calendar=AUTUMN)

    assert due == Due(
        due_on=date(2021, 12, 3),
        unit="working_day",
        count=15,
        start_on=date(2021, 11, 12),
        is_provisional=False,
        calendar_known_until=date(2021, 12, 31),
    )


def test_due_date_does_not_count_the_starting_day():
    wednesday = date(2021, 11, 10)

    assert working(wednesday, 1) == date(2021, 11, 11)
    assert plain(wednesday, 1) == date(2021, 11, 11)


def test_due_date_of_working_days_leaves_out_the_weekend():
    friday = date(2021, 11, 12)

    assert working(friday, 1) == date(2021, 11, 15)


def test_due_date_of_working_days_started_on_a_sunday_counts_from_monday():
    sunday = date(2021, 11, 14)

    assert working(sunday, 1) == date(2021, 11, 15)
    assert working(sunday, 5) == date(2021, 11, 19)


def test_due_date_of_working_days_counts_a_make_up_saturday():
    friday_after_national_day = date(2021, 10, 8)
    make_up_saturday = date(2021, 10, 9)

    assert working(friday_after_national_day, 1) == make_up_saturday
    assert working(friday_after_national_day, 2) == date(2021, 10, 11)


def test_due_date_of_working_days_leaps_national_day():
    thursday_before = date(2021, 9, 30)

    assert working(thursday_before, 1) == date(2021, 10, 8)
    assert working(thursday_before, 3) == date(2021, 10, 11)


def test_due_date_of_calendar_days_that_ends_on_a_holiday_moves_to_the_next_working_day():
    assert plain(date(2021, 9, 26), 7) == date(2021, 10, 8)


def test_due_date_of_calendar_days_that_ends_on_a_saturday_moves_to_monday():
    assert plain(date(2021, 11, 5), 15) == date(2021, 11, 22)


def test_due_date_of_calendar_days_that_ends_on_a_make_up_saturday_stays():
    assert plain(date(2021, 9, 24), 15) == date(2021, 10, 9)


def test_due_date_of_calendar_days_counts_holidays_on_the_way():
    assert plain(date(2021, 9, 30), 15) == date(2021, 10, 15)


def test_due_date_beyond_the_last_known_year_is_provisional_and_follows_the_week():
    due = due_date(date(2021, 12, 30), count=2, unit="working_day", calendar=AUTUMN)

    assert (due.due_on, due.is_provisional) == (date(2022, 1, 3), True)
    assert due.calendar_known_until == date(2021, 12, 31)


def test_due_date_settles_when_the_next_year_is_loaded():
    due = due_date(date(2021, 12, 30), count=2, unit="working_day", calendar=BOTH_YEARS)

    assert (due.due_on, due.is_provisional) == (date(2022, 1, 4), False)


def test_due_date_on_the_last_known_day_is_not_provisional():
    due = due_date(date(2021, 12, 30), count=1, unit="working_day", calendar=AUTUMN)

    assert (due.due_on, due.is_provisional) == (date(2021, 12, 31), False)


def test_due_date_of_calendar_days_that_leans_on_an_unknown_day_is_provisional():
    calendar = WorkingCalendar(years=frozenset({2022}))

    due = due_date(date(2022, 12, 30), count=1, unit="calendar_day", calendar=calendar)

    assert (due.due_on, due.is_provisional) == (date(2023, 1, 2), True)


def test_due_date_before_the_first_known_year_is_provisional():
    due = due_date(date(2020, 9, 30), count=1, unit="working_day", calendar=AUTUMN)

    assert (due.due_on, due.is_provisional) == (date(2020, 10, 1), True)


def test_due_date_without_any_known_year_follows_the_week():
    due = due_date(
        date(2021, 9, 30), count=1, unit="working_day", calendar=WorkingCalendar(frozenset())
    )

    assert (due.due_on, due.is_provisional) == (date(2021, 10, 1), True)
    assert due.calendar_known_until is None


@pytest.mark.parametrize("count", [0, -1])
def test_due_date_of_no_days_is_a_typing_mistake(count):
    with pytest.raises(ValueError, match="count must be 1 or more"):
        due_date(date(2021, 11, 10), count=count, unit="working_day", calendar=AUTUMN)


def test_due_date_in_months_is_a_typing_mistake():
    with pytest.raises(ValueError, match="unit must be"):
        due_date(date(2021, 11, 10), count=6, unit="month", calendar=AUTUMN)


def test_known_until_stops_at_the_first_gap():
    calendar = WorkingCalendar(years=frozenset({2021, 2022, 2024}))

    assert calendar.known_until == date(2022, 12, 31)
    assert calendar.knows(date(2024, 5, 1))
    assert not calendar.knows(date(2023, 5, 1))


@given(start=STARTS, count=COUNTS, unit=UNITS)
def test_due_date_is_a_working_day_after_the_start(start, count, unit):
    due = due_date(start, count=count, unit=unit, calendar=REAL)

    assert due.due_on > start
    assert REAL.is_working(due.due_on)


@given(start=STARTS, count=COUNTS)
def test_due_date_of_working_days_passes_exactly_that_many(start, count):
    due_on = working(start, count, REAL)

    days = ((start + timedelta(days=n)) for n in range(1, (due_on - start).days + 1))
    assert sum(REAL.is_working(day) for day in days) == count


@given(start=STARTS, first=COUNTS, second=COUNTS)
def test_due_date_of_working_days_adds_up(start, first, second):
    assert working(working(start, first, REAL), second, REAL) == working(
        start, first + second, REAL
    )


@given(start=STARTS, count=COUNTS)
def test_due_date_of_calendar_days_passes_only_rest_days_after_the_period(start, count):
    end = start + timedelta(days=count)
    due_on = plain(start, count, REAL)

    late = (end + timedelta(days=n) for n in range((due_on - end).days))
    assert due_on >= end
    assert not any(REAL.is_working(day) for day in late)


@given(start=STARTS, count=COUNTS, unit=UNITS)
def test_due_date_never_falls_when_the_count_grows(start, count, unit):
    sooner = due_date(start, count=count, unit=unit, calendar=REAL)
    later = due_date(start, count=count + 1, unit=unit, calendar=REAL)

    assert sooner.due_on <= later.due_on


@given(start=STARTS, count=COUNTS, unit=UNITS)
def test_due_date_within_the_known_years_is_never_provisional(start, count, unit):
    due = due_date(start, count=count, unit=unit, calendar=REAL)

    if date(2020, 12, 31) <= start and due.due_on <= date(2026, 12, 31):
        assert not due.is_provisional
    if due.due_on > date(2026, 12, 31):
        assert due.is_provisional


def test_holds_on_takes_both_ends_in():
    first, last = date(2021, 1, 1), date(2021, 12, 31)

    days = (date(2020, 12, 31), first, last, date(2022, 1, 1))
    assert [holds_on(first, last, day) for day in days] == [False, True, True, False]
    assert holds_on(first, None, date(2099, 1, 1))


@dataclass
class Row:
    confidence: str
    confirmed_at: datetime | None = None
    valid_from: date = date(2021, 7, 15)
    valid_until: date | None = None


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        (Row("source"), True),
        (Row("known"), False),
        (Row("uncertain"), False),
        (Row("derived"), False),
        (Row("known", confirmed_at=NOON), True),
        (Row("uncertain", confirmed_at=NOON), True),
        (Row("source", valid_from=date(2023, 10, 15)), False),
        (Row("source", valid_until=date(2021, 10, 31)), False),
    ],
)
def test_quotable_needs_a_row_in_force_and_a_checked_number(row, answer):
    assert quotable(row, date(2021, 11, 10)) is answer


def test_names_one_article_knows_an_open_choice():
    assert names_one_article("第六十二条、第一百二十六条")
    assert not names_one_article("第二十四条或者第二十五条")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", ""),
        ("number", 300),
        ("period", {"count": 15, "unit": "working_day"}),
        ("pattern", "{organ}责改字〔{year}〕{n}号"),
        ("pattern", "〔{year}〕{n}"),
        ("table", {"phone": "0746"}),
    ],
)
def test_value_problem_finds_nothing_wrong(kind, value):
    assert value_problem(kind, value) == ""


@pytest.mark.parametrize(
    ("kind", "value", "problem"),
    [
        ("text", 3, "须为文字"),
        ("number", 0, "须为正整数"),
        ("number", True, "须为正整数"),
        ("number", "300", "须为正整数"),
        ("period", {"count": 15}, "须写明数量和单位"),
        ("period", {"count": 0, "unit": "working_day"}, "数量须为正整数"),
        (
            "period",
            {"count": 1, "unit": "month"},
            "单位须为工作日（working_day）或者自然日（calendar_day）",
        ),
        ("pattern", 5, "须为文字"),
        ("pattern", "{organ}责改字", "须含{year}和{n}，此外只能使用{organ}"),
        ("pattern", "{year}{n}{name}", "须含{year}和{n}，此外只能使用{organ}"),
        ("pattern", "{year", "花括号不成对"),
        ("pattern", "{year}{n:03}", "花括号内只能写字段名"),
        ("table", [], "须为字段和取值的对照"),
    ],
)
def test_value_problem_says_what_is_wrong(kind, value, problem):
    assert value_problem(kind, value) == problem
