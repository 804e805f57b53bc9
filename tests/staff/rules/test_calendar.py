"""Working days as a page: a year, a day changed, a notice entered by hand."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from common.clock import localdate
from policies.models import CalendarDay, CalendarYear
from policies.queries import calendar
from policies.services import PublishedDay, load_calendar
from staff.rules.notice_lines import read_lines
from tests.times import NOON

MOST = 12  # statements for one page
NOTICE = {"year": "2030", "source": "国办发明电〔2029〕7号"}


def _cells(answer) -> dict[date, str]:
    return {
        cell.on: cell.look
        for month in answer.context["months"]
        for week in month.weeks
        for cell in week
        if cell
    }


def test_year_is_drawn_with_holidays_and_make_up_days(
    browser_of, system_administrator, calendar_of_2021
):
    answer = browser_of(system_administrator).get("/rules/calendar/?year=2021")

    cells = _cells(answer)
    days = [date(2021, 10, n) for n in (1, 8, 9, 10)]
    assert [cells[day] for day in days] == ["is-holiday", "is-worked", "is-make-up", "is-rest"]
    assert (len(cells), answer.context["working_days"]) == (365, 250)
    runs = [run for run in answer.context["runs"] if run.note == "国庆节"]
    assert [(run.first.day, run.last.day, run.length) for run in runs] == [(1, 7, 7)]


def test_page_says_that_the_next_year_is_not_known(browser_of, system_administrator, county):
    this = localdate(timezone.now()).year
    for year in (this, this + 1):
        page = browser_of(system_administrator).get("/rules/calendar/").text
        assert f"{year}年的放假安排还没有录入" in page
        CalendarYear.objects.create(year=year, source="通知", loaded_at=NOON)

    assert "还没有录入" not in browser_of(system_administrator).get("/rules/calendar/").text


@pytest.mark.parametrize("query", ["year=1", "year=x", "day=2021-02-30"])
def test_a_year_that_is_none_is_refused(browser_of, system_administrator, query):
    assert browser_of(system_administrator).get(f"/rules/calendar/?{query}").status_code == 422


def test_a_chosen_day_stands_in_the_form(browser_of, system_administrator, calendar_of_2021):
    answer = browser_of(system_administrator).get("/rules/calendar/?day=2021-10-09")

    assert answer.context["year"] == 2021
    assert answer.context["form"].initial == {"day": date(2021, 10, 9), "is_working": "no"}


def test_one_day_is_changed_and_twice_is_once(browser_of, system_administrator, calendar_of_2021):
    sent = {"day": "2021-10-09", "is_working": "no", "note": "防汛停工"}

    for _ in range(2):
        answer = browser_of(system_administrator).post("/rules/calendar/", sent)

    assert answer.url == "/rules/calendar/?year=2021"
    assert not calendar().is_working(date(2021, 10, 9))
    assert AuditEvent.objects.filter(kind="calendar_day.change").count() == 1


@pytest.mark.parametrize(
    "odd", [{"day": "1021-10-09"}, {"day": ""}, {"note": ""}, {"is_working": "maybe"}]
)
def test_an_odd_day_is_not_changed(browser_of, system_administrator, county, odd):
    sent = {"day": "2021-10-09", "is_working": "no", "note": "防汛停工"} | odd

    assert browser_of(system_administrator).post("/rules/calendar/", sent).status_code == 422
    assert not CalendarDay.objects.exists()


def test_a_year_is_entered_by_hand(browser_of, system_administrator, county):
    days = "2030-02-02 班 春节调休上班\n\n2030年2月4日 休 春节\n2030/2/5，休，春节"

    answer = browser_of(system_administrator).post(
        "/rules/calendar/enter/", NOTICE | {"days": days}
    )

    assert answer.url == "/rules/calendar/?year=2030"
    known = calendar()
    worked = [known.is_working(date(2030, 2, day)) for day in (2, 3, 4, 5, 6)]
    assert (known.knows(date(2030, 1, 1)), worked) == (True, [True, False, False, False, True])
    assert CalendarYear.objects.get().source == "国办发明电〔2029〕7号"


def test_a_year_already_known_is_a_sentence(browser_of, system_administrator, calendar_of_2021):
    sent = {"year": "2021", "source": "通知", "days": "2021-10-01 休 国庆节"}
    days = CalendarDay.objects.count()

    answer = browser_of(system_administrator).post("/rules/calendar/enter/", sent)

    assert answer.status_code == 422
    assert "2021年的工作日历已经载入，不能整年重录" in answer.text
    assert CalendarDay.objects.count() == days


def test_odd_lines_are_named_and_nothing_is_entered(browser_of, system_administrator, county):
    days = "2030-02-04 休 春节\n正月初二\n" + "oops\n" * 30

    answer = browser_of(system_administrator).post(
        "/rules/calendar/enter/", NOTICE | {"days": days}
    )

    assert answer.status_code == 422
    assert "第2行：“正月初二”读不懂，请写成“2030-02-16 休 春节”的样子。" in answer.text
    assert "另有11行也读不懂。" in answer.text
    assert not CalendarYear.objects.exists()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("2030-02-31 休 春节", "第1行：没有2030年2月31日这一天。"),
        ("2029-02-13 休 春节", "第1行：2029-02-13不在2030年。"),
        ("2030-02-04 休", "第1行：2030-02-04没有写说明，请写上节日名称或者“调休”。"),
        ("2030-02-04 班 调休", "第1行：2030-02-04是星期一，本来就上班，请核对日期。"),
        ("2030-02-04 休 " + "春" * 61, "第1行：2030-02-04的说明太长，最多60个字。"),
        ("2030-02-04 休 节\n2030-2-4 休 节", "第2行：2030-02-04已经在前面列过。"),
        (" \n", "没有写任何日期。"),
    ],
)
def test_an_odd_line_gets_one_sentence(line, sentence):
    assert read_lines(line, 2030)[1] == [sentence]


def test_lines_are_read_in_the_order_of_days():
    days, odd = read_lines("2030-02-05 休 春节\n2030-02-02 班 调休", 2030)

    assert odd == []
    assert days == [
        PublishedDay(date(2030, 2, 2), True, "调休"),
        PublishedDay(date(2030, 2, 5), False, "春节"),
    ]


def test_year_costs_the_same_for_one_and_for_many(browser_of, system_administrator, queries_of):
    browser = browser_of(system_administrator)
    for_none = queries_of(browser, "/rules/calendar/?year=2021")
    load_calendar(at=NOON)

    assert queries_of(browser, "/rules/calendar/?year=2021") == for_none <= MOST


@pytest.mark.parametrize("page", ["calendar/", "calendar/enter/"])
def test_others_may_not_change_days(browser_of, clerk, page):
    sent = {"day": "2021-10-09", "is_working": "no", "note": "防汛停工"}

    assert browser_of(clerk).post(f"/rules/{page}", sent).status_code == 403
    assert not CalendarDay.objects.exists()
