"""What people write in cells, and what is meant by it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports import rules

FIRST = date(2024, 3, 1)


@pytest.mark.parametrize(
    "cell",
    [
        {"d": "2024-03-01"},
        "2024-03-01",
        "2024.3.1",
        "2024/03/01",
        "2024年3月1日",
        " 2024 年 3 月 1 日 ",
        "20240301",
        20240301,
        45352,
        45352.5,
        "２０２４－０３－０１",
        "2024-03-01 00:00:00",
    ],
)
def test_a_day_is_read_however_it_is_written(cell):
    assert rules.day(cell) == FIRST


@pytest.mark.parametrize("cell", ["2024-13-01", "2024年2月30日", "2024年3月", "明年", 12, True, ""])
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(ValueError, match="日期"):
        rules.day(cell)


@given(st.dates(min_value=date(1955, 1, 1), max_value=date(2100, 1, 1)))
def test_every_day_comes_back_from_each_way_of_writing_it(day):
    serial = (day - date(1899, 12, 30)).days
    ways = (day.isoformat(), f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}", serial)

    assert {rules.day(way) for way in ways} == {day}


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-01至2026-02-28",
        "2024.3.1-2026.2.28",
        "2024年3月1日—2026年2月28日",
        "20240301~20260228",
    ],
)
def test_a_term_is_two_days(cell):
    assert rules.term(cell) == (FIRST, date(2026, 2, 28))


def test_a_term_without_end_has_none():
    assert rules.term("2024年3月1日至长期") == (FIRST, None)


@pytest.mark.parametrize("cell", ["2024-03-01", "至2024-03-01", "2024年至2025年"])
def test_what_is_no_term_is_refused(cell):
    with pytest.raises(ValueError, match="日期"):
        rules.term(cell)


def test_a_long_number_that_the_spreadsheet_rounded_is_refused():
    assert rules.text(143112970000001) == "143112970000001"
    with pytest.raises(ValueError, match="文本格式"):
        rules.text(1.43112970000001e15)


@pytest.mark.parametrize(
    ("cell", "time"), [("8:30", "08:30"), ("18：30", "18:30"), ({"t": "18:30"}, "18:30")]
)
def test_a_time_of_day_is_read(cell, time):
    assert rules.clock(cell) == time


@pytest.mark.parametrize("cell", ["25:00", "8点", 8])
def test_what_is_no_time_is_refused(cell):
    with pytest.raises(ValueError, match="时刻"):
        rules.clock(cell)


@pytest.mark.parametrize(("cell", "number"), [(3, 3), ("1,200", 1200), ("12.5", 12.5), ("－1", -1)])
def test_a_number_is_read(cell, number):
    assert rules.number(cell) == number


@pytest.mark.parametrize("cell", ["周一、周三、周五", "135", 135, "星期一 三 五", "每周一,三,五"])
def test_days_of_the_week_are_read(cell):
    assert rules.weekdays(cell) == [1, 3, 5]
    assert rules.weekdays(rules.weekdays_in_words([1, 3, 5])) == [1, 3, 5]


def test_a_span_of_weekdays_is_all_of_them():
    assert rules.weekdays("周一至周五") == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("cell", ["周末", "8", ""])
def test_what_is_no_weekday_is_refused(cell):
    with pytest.raises(ValueError, match="星期"):
        rules.weekdays(cell)


@pytest.mark.parametrize(
    ("cell", "tail"), [(12, "0012"), ("43112919900101123x", "123X"), ("123X", "123X")]
)
def test_of_an_identity_number_the_end_is_read(cell, tail):
    assert rules.tail(cell) == tail


@pytest.mark.parametrize("cell", [None, "", "无", "/", "——", " N/A "])
def test_signs_for_nothing_are_nothing(cell):
    assert rules.is_nothing(cell)
