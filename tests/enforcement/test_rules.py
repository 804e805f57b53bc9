from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.numbers import notice_number, number_faults
from enforcement import rules
from tests.times import DAY

PATTERN = "{organ}责改字〔{year}〕{n}号"


@pytest.mark.parametrize("word", rules.PENALTY_WORDS)
def test_every_word_of_penalty_is_found(word):
    assert rules.penalty_words_in(f"逾期不改的，将{word}。")


def test_the_longest_word_is_named_once():
    assert rules.penalty_words_in("依法责令停产停业") == ["责令停产停业"]


def test_a_word_of_penalty_does_not_hide_behind_spaces_or_line_breaks():
    assert rules.penalty_words_in("没 收\n所得") == ["没收"]


def test_the_title_of_a_law_is_no_threat():
    text = "依据《中华人民共和国行政处罚法》第二十八条、《校外培训行政处罚暂行办法》第十七条"

    assert rules.penalty_words_in(text) == []


def test_a_word_of_penalty_in_book_title_marks_that_is_no_law_is_found():
    assert rules.penalty_words_in("《罚款清单》") == ["罚款"]


def test_stopping_needs_the_facts_of_running_without_a_licence():
    assert rules.may_be_stopped_for(["V40", "V35"])
    assert rules.may_be_stopped_for(["V01"])
    assert not rules.may_be_stopped_for(["V40", "V02a"])


def test_notice_number_has_no_leading_zeros():
    number = notice_number(PATTERN, organ="白教", year=2021, serial=7)

    assert number == "白教责改字〔2021〕7号"


@given(st.integers(2000, 2100), st.integers(1, 10**6), st.integers(1, 10**6))
def test_two_serials_never_give_one_number(year, one, other):
    numbers = {notice_number(PATTERN, organ="白教", year=year, serial=n) for n in (one, other)}

    assert len(numbers) == len({one, other})


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("{organ}〔{year}〕号", "缺少序号 {n}"),
        ("{organ}第{n}号", "缺少年份 {year}，跨年会重号"),
        ("{organ}〔{year}〕{n}{x}号", "含有无法识别的花括号"),
        ("{organ}〔{year}〕{n号", "缺少序号 {n}"),
    ],
)
def test_number_faults_says_what_is_wrong(pattern, fault):
    assert number_faults(pattern) == fault
    with pytest.raises(ValueError, match=fault[:4]):
        notice_number(pattern, organ="白教", year=2021, serial=1)


@pytest.mark.parametrize(
    ("as_of", "late"), [(date(2021, 11, 9), 0), (DAY, 0), (date(2021, 11, 13), 3)]
)
def test_the_last_day_is_still_in_time(as_of, late):
    assert rules.days_late(DAY, as_of) == late


def test_a_running_limit_is_lengthened_from_its_end_and_a_failed_one_begins_today():
    assert rules.extension_start(date(2021, 12, 1), today=DAY) == date(2021, 12, 1)
    assert rules.extension_start(date(2021, 11, 1), today=DAY) == DAY


def test_counting_words_tell_working_days_from_calendar_days():
    assert "休息日不计入" in rules.counting_words("working_day")
    assert "顺延" in rules.counting_words("calendar_day")


def test_a_public_notice_that_hangs_out_is_not_shown_as_served():
    assert rules.state_words("已送达", date(2022, 1, 9), DAY) == "公告送达中，2022年1月9日视为送达"
    assert rules.state_words("已送达", DAY, DAY) == "已送达"
    assert rules.state_words("起草", None, DAY) == "起草"
