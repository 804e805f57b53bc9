"""Decisions on the page: one paper after the other, each by itself."""

from __future__ import annotations

import pytest

from enforcement.models import Notice, NoticeCounter
from enforcement.states import NoticeForm, NoticeState
from tests.enforcement.scenes import approved, submitted
from tests.factories.accounts import UserFactory
from tests.factories.enforcement import NoticeFactory
from tests.factories.inspections import VisitOfficerFactory

STOP = NoticeForm.STOP


def _state(notice):
    return Notice.objects.get(pk=notice.pk).state


def test_queue_leads_to_the_paper_that_waits_longest(browser_of, people, visit):
    notice = submitted(visit, people)

    assert browser_of(people.section_head).get("/notices/approve/").url == (
        f"/notices/{notice.pk}/approve/"
    )


def test_empty_queue_leads_to_the_list(browser_of, people):
    assert browser_of(people.section_head).get("/notices/approve/").url == "/notices/"


def test_page_has_the_paper_one_button_and_the_way_to_the_next(browser_of, people, law):
    first, second = (NoticeFactory(submitted=True, submitted_by=people.drafter) for _ in range(2))

    answer = browser_of(people.section_head).get(f"/notices/{first.pk}/approve/")

    assert (answer.context["place"], answer.context["total"]) == (1, 2)
    assert f'data-turn="next" href="/notices/{second.pk}/approve/"' in answer.text
    assert answer.text.count("data-decide") == 1
    assert "js/keys.js" in answer.text


def test_approve_numbers_the_paper_and_goes_on_to_the_next(browser_of, people, visit, black_visit):
    notice, other = submitted(visit, people), submitted(black_visit, people)

    answer = browser_of(people.section_head).post(f"/notices/{notice.pk}/approve/")

    assert answer.url == f"/notices/{other.pk}/approve/?done={notice.pk}"
    assert Notice.objects.get(pk=notice.pk).number == "县教责改字〔2021〕1号".replace(
        "2021", str(Notice.objects.get(pk=notice.pk).year)
    )


def test_next_page_tells_that_the_last_paper_is_being_printed(
    browser_of, people, visit, black_visit
):
    notice, other = submitted(visit, people), submitted(black_visit, people)
    browser = browser_of(people.section_head)

    answer = browser.post(f"/notices/{notice.pk}/approve/", follow=True)

    assert f'hx-get="/notices/{notice.pk}/progress/?strip=1"' in answer.text
    assert answer.context["notice"].pk == other.pk


def test_last_approval_leads_to_its_notice(browser_of, people, visit, commits):
    notice = submitted(visit, people)

    with commits():
        answer = browser_of(people.section_head).post(f"/notices/{notice.pk}/approve/")

    assert answer.url == f"/notices/{notice.pk}/"
    assert _state(notice) == NoticeState.PRINTED


def test_approve_twice_is_refused_on_the_page(browser_of, people, visit):
    notice = submitted(visit, people)
    page = f"http://999901.test/notices/{notice.pk}/approve/"
    browser = browser_of(people.section_head)
    browser.post(page)

    answer = browser.post(page, headers={"Referer": page}, follow=True)

    assert "wrong_state" in answer.text
    assert NoticeCounter.objects.get().last == 1


def test_approve_by_an_officer_of_the_visit_is_forbidden(browser_of, people, visit):
    head = UserFactory(section_head=True, certificate=True)
    VisitOfficerFactory(visit=visit, user=head)
    notice = submitted(visit, people)
    browser = browser_of(head)

    shown = browser.get(f"/notices/{notice.pk}/approve/")
    answer = browser.post(f"/notices/{notice.pk}/approve/")

    assert "您是这次检查的执法人员" in shown.text
    assert "data-decide" not in shown.text
    assert answer.status_code == 403
    assert _state(notice) == NoticeState.SUBMITTED


def test_stop_notice_goes_from_the_section_head_to_the_bureau_head(browser_of, people, black_visit):
    notice = submitted(black_visit, people, STOP)

    shown = browser_of(people.section_head).get(f"/notices/{notice.pk}/approve/")
    browser_of(people.section_head).post(f"/notices/{notice.pk}/endorse/")

    assert "审核同意，报局领导批准" in shown.text
    assert _state(notice) == NoticeState.ENDORSED
    browser_of(people.bureau_head).post(f"/notices/{notice.pk}/approve/")
    assert Notice.objects.get(pk=notice.pk).number


def test_stop_notice_is_not_approved_by_the_section_head(browser_of, people, black_visit):
    notice = submitted(black_visit, people, STOP)

    answer = browser_of(people.section_head).post(f"/notices/{notice.pk}/approve/")

    assert answer.status_code in (403, 409)
    assert _state(notice) == NoticeState.SUBMITTED


def test_give_back_keeps_the_reason_for_the_drafter(browser_of, people, visit):
    notice = submitted(visit, people)

    browser_of(people.section_head).post(f"/notices/{notice.pk}/return/", {"reason": "地点写错了"})

    assert _state(notice) == NoticeState.DRAFT
    page = browser_of(people.drafter).get(f"/notices/{notice.pk}/")
    assert "被退回修改：地点写错了" in page.text


def test_give_back_without_a_reason_stays_on_the_page(browser_of, people, visit):
    notice = submitted(visit, people)

    answer = browser_of(people.section_head).post(f"/notices/{notice.pk}/return/", {"reason": ""})

    assert answer.status_code == 200
    assert "field-error" in answer.text
    assert _state(notice) == NoticeState.SUBMITTED


@pytest.mark.parametrize("role", ["inspector", "registry_clerk", "legal_reviewer"])
def test_page_for_decisions_is_closed_to_others(browser_of, people, visit, role):
    notice = submitted(visit, people)

    answer = browser_of(UserFactory(roles=[role])).get(f"/notices/{notice.pk}/approve/")

    assert answer.status_code == 403


def test_page_of_another_countys_notice_is_not_found(browser_of, people, next_door):
    with next_door():
        other = NoticeFactory(submitted=True)

    assert browser_of(people.section_head).get(f"/notices/{other.pk}/approve/").status_code == 404


def test_decided_paper_offers_nothing_to_decide(browser_of, people, visit):
    notice = approved(visit, people)

    answer = browser_of(people.section_head).get(f"/notices/{notice.pk}/approve/")

    assert "data-decide" not in answer.text
