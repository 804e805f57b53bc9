"""The list of notices, the overdue ones, the page of one notice."""

from __future__ import annotations

from datetime import date

import pytest

from enforcement.models import Notice
from enforcement.states import NoticeForm
from tests.enforcement.scenes import approved, printed, served, submitted
from tests.factories.accounts import UserFactory
from tests.factories.enforcement import NoticeFactory


def _numbers(answer):
    return [notice.number for notice in answer.context["page"]]


def test_list_shows_party_number_and_state(browser_of, people, visit):
    notice = served(visit, people)

    answer = browser_of(people.clerk).get("/notices/")

    assert _numbers(answer) == [notice.number]
    assert "青禾培训学校" in answer.text
    assert "已送达" in answer.text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("form=rectification", 1),
        ("form=stop", 0),
        ("state=served", 1),
        ("state=draft", 0),
        ("overdue=yes", 1),
        ("text=青禾", 1),
        ("text=没有", 0),
    ],
)
def test_list_is_narrowed(browser_of, people, visit, query, count):
    served(visit, people)  # due in December 2021, so long overdue today

    assert len(_numbers(browser_of(people.clerk).get(f"/notices/?{query}"))) == count


def test_list_costs_the_same_for_one_and_for_three(browser_of, clerk, law, queries_of):
    browser = browser_of(clerk)
    NoticeFactory(served=True)
    for_one = queries_of(browser, "/notices/")
    NoticeFactory(served=True)
    NoticeFactory(served=True)

    assert queries_of(browser, "/notices/") == for_one


def test_list_offers_drafters_the_visits_without_a_notice(browser_of, people, visit):
    answer = browser_of(people.drafter).get("/notices/")

    assert [row.pk for row in answer.context["undrafted"]] == [visit.pk]


def test_list_counts_what_waits_for_this_persons_decision(browser_of, people, visit):
    submitted(visit, people)

    assert browser_of(people.section_head).get("/notices/").context["waiting"] == 1
    assert browser_of(people.clerk).get("/notices/").context["waiting"] == 0


@pytest.mark.parametrize("path", ["/notices/", "/notices/overdue/"])
def test_partners_have_no_right_to_notices(browser_of, partner, path):
    assert browser_of(partner).get(path).status_code == 403


def test_overdue_stand_in_the_order_of_their_delay(browser_of, clerk, law):
    NoticeFactory(served=True, due_on=date(2021, 12, 8))
    NoticeFactory(served=True, due_on=date(2021, 12, 1))

    rows = browser_of(clerk).get("/notices/overdue/").context["rows"]

    assert [row.due_on for row in rows] == [date(2021, 12, 1), date(2021, 12, 8)]
    assert rows[0].days_late - rows[1].days_late == 7


def test_overdue_costs_the_same_for_one_and_for_three(browser_of, clerk, law, queries_of):
    browser = browser_of(clerk)
    NoticeFactory(served=True)
    for_one = queries_of(browser, "/notices/overdue/")
    NoticeFactory(served=True)
    NoticeFactory(served=True)

    assert queries_of(browser, "/notices/overdue/") == for_one


def test_page_of_a_draft_previews_its_text(browser_of, people, visit):
    notice = submitted(visit, people)

    answer = browser_of(people.clerk).get(f"/notices/{notice.pk}/")

    assert "三名教学人员入职前未查询违法犯罪记录" in answer.context["paper"]["findings"][0]["text"]
    assert "（批准时编号）" in answer.text
    assert not answer.context["page_numbers"]


def test_page_of_a_printed_notice_shows_the_paper_and_its_steps(browser_of, people, visit):
    notice = printed(visit, people)

    answer = browser_of(people.clerk).get(f"/notices/{notice.pk}/")

    assert f"/notices/{notice.pk}/pages/1.png" in answer.text
    assert [step.stage for step in answer.context["steps"]] == [
        "done", "done", "done", "done", "current", "to-come",
    ]  # fmt: skip


def test_page_asks_again_while_the_paper_is_printed(browser_of, people, visit):
    notice = approved(visit, people)

    answer = browser_of(people.clerk).get(f"/notices/{notice.pk}/")

    assert f'hx-get="/notices/{notice.pk}/progress/"' in answer.text


def test_page_says_why_a_printing_was_stopped_and_asks_no_more(browser_of, people, visit):
    notice = approved(visit, people)
    Notice.objects.filter(pk=notice.pk).update(print_error="字库中没有“𠮷”")

    answer = browser_of(people.clerk).get(f"/notices/{notice.pk}/")

    assert "印制受阻：字库中没有“𠮷”" in answer.text
    assert "progress/" not in answer.text


def test_page_shows_how_late_a_notice_is(browser_of, people, visit):
    notice = served(visit, people)

    assert "已逾期" in browser_of(people.clerk).get(f"/notices/{notice.pk}/").text


def test_page_of_another_countys_notice_is_not_found(browser_of, clerk, next_door):
    with next_door():
        other = NoticeFactory()

    answer = browser_of(clerk).get(f"/notices/{other.pk}/")

    assert answer.status_code == 404
    assert "没有找到这份通知书" in answer.text


def test_buttons_follow_state_and_role(browser_of, people, visit):
    notice = submitted(visit, people)

    def labels(user):
        page = browser_of(user).get(f"/notices/{notice.pk}/")
        return [button.label for button in page.context["buttons"]]

    assert labels(people.section_head) == ["审批"]
    assert labels(people.bureau_head) == []
    assert labels(people.drafter) == []


def test_buttons_of_a_served_notice(browser_of, people, visit):
    notice = served(visit, people)

    def labels(user):
        page = browser_of(user).get(f"/notices/{notice.pk}/")
        return [button.label for button in page.context["buttons"]]

    assert labels(people.clerk) == ["登记整改报告"]
    assert labels(people.section_head) == ["延长期限", "撤回"]
    assert labels(UserFactory(legal_reviewer=True)) == []


def test_a_stop_notice_is_never_offered_to_several_at_once(browser_of, people, black_visit):
    submitted(black_visit, people, NoticeForm.STOP)

    text = browser_of(people.section_head).get("/notices/").text

    assert 'type="checkbox"' not in text
