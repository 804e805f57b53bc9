"""The due list, one deadline's page, the lines of the inbox, and the calendar that moves dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from common.clock import at_noon, localdate
from deadlines.models import Deadline, DeadlineChange
from deadlines.services import meet_deadline, remind_of_deadlines
from policies.services import load_calendar
from staff.deadlines.inbox import work
from staff.deadlines.things import RESOLVERS, Thing
from staff.inbox.rows import MINE, OVERDUE
from tests.factories.accounts import UserFactory
from tests.factories.deadlines import changed, extended, started, year_2021
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")
DUE = date(2021, 11, 19)


def _abouts(answer):
    return [line.deadline.about for line in answer.context["lines"]]


def _text(answer):
    return answer.content.decode()


def test_list_says_from_what_how_long_and_by_which_article(browser_of, inspector):
    started("deadline.t03", about="案件“青禾”", owner=inspector)

    page = _text(browser_of(inspector).get("/deadlines/"))

    for words in (
        "案件“青禾”",
        "7个工作日",
        "行政处罚法第五十六条（S1）",
        "2021-11-10",
        "2021-11-19",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("query", "abouts"),
    [
        ("", ["甲", "乙"]),
        ("whose=mine", ["甲"]),
        ("whose=nobody", ["乙"]),
        ("pick=overdue", ["甲"]),
        ("pick=provisional", ["甲", "乙"]),
        ("pick=week", []),
        ("state=met", ["丙"]),
        ("unit=month", ["乙"]),
    ],
)
def test_list_is_narrowed(browser_of, inspector, query, abouts):
    started("deadline.t03", about="甲", owner=inspector)
    far = timezone.now()
    started("deadline.t14", on=localdate(far), at=far, about="乙")
    done = started("deadline.t03", about="丙")
    meet_deadline(done.pk, on=DAY, by=None, at=NOON)

    assert _abouts(browser_of(inspector).get(f"/deadlines/?{query}")) == abouts


def test_list_says_until_when_the_calendar_is_known(browser_of, inspector):
    year_2021()
    started("deadline.t02")

    page = _text(browser_of(inspector).get("/deadlines/"))

    assert "工作日历已知至2021年12月31日。1项期限" in page
    assert "暂定" in page


def test_list_costs_the_same_for_one_and_for_three(browser_of, inspector, queries_of):
    browser = browser_of(inspector)
    started(owner=inspector)
    for_one = queries_of(browser, "/deadlines/")
    for _ in range(2):
        started(owner=UserFactory(inspector=True))

    assert queries_of(browser, "/deadlines/") == for_one


def test_list_is_closed_to_partners(browser_of, partner):
    deadline = started()

    assert browser_of(partner).get("/deadlines/").status_code == 403
    assert browser_of(partner).get(f"/deadlines/{deadline.pk}/").status_code == 403


def test_page_tells_each_change_and_who_approved(browser_of, inspector):
    extension, change = extended(), changed()

    page = _text(browser_of(inspector).get(f"/deadlines/{extension.deadline_id}/"))
    assert f"{extension.approved_by_name}批准" in page
    page = _text(browser_of(inspector).get(f"/deadlines/{change.deadline_id}/"))
    assert "2021年11月10日至2021年11月20日中止（听证）" in page


def test_page_leads_to_the_thing_that_a_room_names(browser_of, inspector):
    deadline = started()
    thing = Thing("打开案件", "/cases/7/")
    RESOLVERS.append(lambda user, keys: dict.fromkeys(keys, thing))
    try:
        page = _text(browser_of(inspector).get(f"/deadlines/{deadline.pk}/"))
    finally:
        RESOLVERS.pop()

    assert 'href="/cases/7/"' in page
    assert "打开案件" in page


@pytest.mark.parametrize(
    ("day", "sections"),
    [
        (DUE - timedelta(days=6), []),
        (DUE - timedelta(days=5), [MINE]),
        (DUE, [MINE]),
        (DUE + timedelta(days=1), [OVERDUE]),
    ],
)
def test_inbox_of_the_owner_holds_it_in_good_time(inspector, day, sections):
    year_2021(2022)
    started("deadline.t03", owner=inspector)

    assert [line.section for line in work(inspector, day)] == sections


def test_inbox_of_the_head_holds_what_was_passed_on(inspector):
    head = UserFactory(section_head=True)
    deadline = started("deadline.t03", owner=inspector)
    assert list(work(head, DUE)) == []
    remind_of_deadlines(DUE, at=at_noon(DUE))

    (line,) = work(head, DUE)

    assert line.text == "先行登记保存后作出处理决定 · 7个工作日 · 责任人李华清 · 暂定"
    assert line.url == reverse("staff:deadline", args=[deadline.pk])


def test_inbox_of_many_becomes_one_line_more(inspector):
    for _ in range(21):
        started("deadline.t03", owner=inspector)

    lines = list(work(inspector, DUE))

    assert (len(lines), lines[-1].url) == (21, "/deadlines/?whose=mine")


def test_a_changed_day_moves_deadlines_and_says_so(browser_of, system_administrator):
    load_calendar([2021, 2022], at=NOON)
    ends = started("deadline.t11", on=date(2021, 12, 20))
    sent = {"day": "2022-01-04", "is_working": "no", "note": "临时放假"}

    answer = browser_of(system_administrator).post("/rules/calendar/", sent, follow=True)

    assert "1项期限的届满日已按新的日历重新计算" in _text(answer)
    assert Deadline.objects.get(pk=ends.pk).due_on == date(2022, 1, 5)
    assert DeadlineChange.objects.count() == 1
