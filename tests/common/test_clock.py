"""Days and moments in Chinese official time."""

from datetime import UTC, date, datetime

from common.clock import at_noon, chinese_date, localdate


def test_the_day_turns_at_midnight_in_china():
    assert localdate(datetime(2021, 11, 9, 15, 59, tzinfo=UTC)) == date(2021, 11, 9)
    assert localdate(datetime(2021, 11, 9, 16, 0, tzinfo=UTC)) == date(2021, 11, 10)


def test_a_date_on_paper_has_no_leading_zeros():
    assert chinese_date(date(2026, 3, 5)) == "2026年3月5日"


def test_noon_is_noon_in_china():
    assert at_noon(date(2021, 11, 10)) == datetime(2021, 11, 10, 4, 0, tzinfo=UTC)
