"""The register of numbers and the page that voids a paper."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from openpyxl import load_workbook

from enforcement.models import Notice
from enforcement.services import return_unused
from enforcement.states import NoticeState
from tests.enforcement.on_site import first_of, released
from tests.enforcement.scenes import approved, printed
from tests.factories.accounts import UserFactory
from tests.factories.enforcement import NoticeFactory
from tests.times import NOON

REASON = "受送达人写错，送达前发现"


@pytest.fixture
def settle(check_now):
    """The guards speak of what was right until here; what comes after is made up."""

    def now():
        check_now()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    return now


def _rows(content: bytes) -> list[tuple]:
    """What stands under the heading of the register's only sheet."""
    (sheet,) = load_workbook(BytesIO(content)).worksheets
    return list(sheet.iter_rows(min_row=2, values_only=True))


def void(browser, notice):
    return browser.post(f"/notices/{notice.pk}/void/", {"reason": REASON})


def test_register_shows_each_number_and_that_none_is_missing(browser_of, people, visit):
    notice = approved(visit, people)

    answer = browser_of(people.clerk).get("/notices/numbers/")

    assert [row.number for row in answer.context["page"]] == [notice.number]
    assert "已编至 1 号，第 1 号至第 1 号无缺号、无重号" in answer.text


def test_register_without_numbers(browser_of, people):
    assert "还没有编号的文书" in browser_of(people.clerk).get("/notices/numbers/").text
    assert browser_of(people.clerk).get("/notices/numbers/register.xlsx").status_code == 404


def test_register_tells_what_is_missing(browser_of, people, visit, settle):
    approved(visit, people)
    settle()
    NoticeFactory(approved=True, year=2021, serial=3)

    answer = browser_of(people.clerk).get("/notices/numbers/")

    assert "有 1 个文号与计数不符：3号" in answer.text


def test_a_voided_paper_stands_in_the_register_with_its_reason(browser_of, people, visit, settle):
    notice = approved(visit, people)
    settle()
    void(browser_of(people.section_head), notice)
    other = NoticeFactory(approved=True, year=2021, serial=2)

    answer = browser_of(people.clerk).get(
        "/notices/numbers/", {"book": "2021-rectification", "state": "voided"}
    )

    assert [row.pk for row in answer.context["page"]] == [notice.pk]
    assert REASON in answer.text
    assert other.number not in answer.text


def test_register_costs_the_same_for_one_and_for_three(
    browser_of, people, visit, queries_of, settle
):
    browser = browser_of(people.clerk)
    approved(visit, people)
    settle()
    for_one = queries_of(browser, "/notices/numbers/")
    NoticeFactory.create_batch(2, approved=True)

    assert queries_of(browser, "/notices/numbers/") == for_one


def test_register_as_a_workbook(browser_of, people, visit):
    notice = approved(visit, people)
    void(browser_of(people.section_head), notice)

    answer = browser_of(people.clerk).get("/notices/numbers/register.xlsx")

    (row,) = _rows(answer.content)
    assert row[1] == notice.number
    assert row[-1] == REASON
    assert "filename*=utf-8''2021%E5%B9%B4" in answer["Content-Disposition"]


def test_released_numbers_without_a_paper_stand_in_the_workbook(browser_of, people, visit):
    release = released(visit, people)
    first = first_of(release)
    return_unused([first.pk], by=first.holder, at=NOON)

    answer = browser_of(people.clerk).get("/notices/numbers/register.xlsx")

    told = [(row[1], row[3], row[-1]) for row in _rows(answer.content)]
    out = release.orders.exclude(pk=first.pk).get()
    assert told == [
        (first.number, "已作废", "未使用，交回作废"),
        (out.number, "已签发未使用", None),
    ]


def test_a_head_voids_a_printed_paper(browser_of, people, visit):
    notice = printed(visit, people)
    browser = browser_of(people.section_head)
    assert f"/notices/{notice.pk}/void/" in browser.get(f"/notices/{notice.pk}/").text

    answer = browser.post(f"/notices/{notice.pk}/void/", {"reason": REASON}, follow=True)

    assert Notice.objects.get().state == NoticeState.VOIDED
    assert [step.label for step in answer.context["steps"]][-2:] == ["印制", "作废"]
    assert "已作废，文号留存在文号登记簿" in answer.text
    assert "送达回证" not in answer.text
    assert f"/notices/{notice.pk}/void/" not in answer.text


def test_voiding_wants_a_reason(browser_of, people, visit):
    notice = approved(visit, people)

    answer = browser_of(people.section_head).post(f"/notices/{notice.pk}/void/", {"reason": ""})

    assert answer.status_code == 200
    assert Notice.objects.get().state == NoticeState.APPROVED


@pytest.mark.parametrize("role", ["inspector", "registry_clerk"])
def test_others_see_no_way_to_void(browser_of, people, visit, role):
    notice = approved(visit, people)
    browser = browser_of(UserFactory(roles=[role]))

    assert f"/notices/{notice.pk}/void/" not in browser.get(f"/notices/{notice.pk}/").text
    assert browser.post(f"/notices/{notice.pk}/void/", {"reason": REASON}).status_code == 403


def test_the_public_page_of_a_voided_paper(browser_of, people, visit):
    notice = approved(visit, people)
    void(browser_of(people.section_head), notice)

    assert "此文书已作废，不具效力" in browser_of().get(f"/v/{notice.token}/").text
