"""Contracts and lessons on pages: masked, found by name, shown with a purpose."""

from __future__ import annotations

import pytest

from audit.models import AuditEvent
from funds.models import Contract, Lesson
from funds.states import LessonState
from tests.factories import funds
from tests.factories.accounts import UserFactory

LIST = "/prepaid/"
PAPER = {
    "order_no": "B000001",
    "pupil": "欧阳晓月",
    "guardian": "欧阳建国",
    "course": "初二英语",
    "lessons": "40",
    "fee_fen": "3,000.50",
    "signed_on": "2021-11-01",
    "service_from": "2021-11-15",
    "service_to": "2022-01-20",
}


def test_the_list_shows_money_and_only_family_names(contract, browser_of, inspector):
    page = browser_of(inspector).get(LIST).text

    for words in ("A000777", "¥3,600.00", "王**", "0／48"):
        assert words in page
    for name in ("王小明", "王大明"):
        assert name not in page
    assert "按姓名查找" not in page


def test_a_name_finds_its_contracts_and_stands_in_no_address(contract, hands, browser_of):
    funds.contract(contract.account, hands.clerk, pupil="李小红", guardian="李大红")
    browser = browser_of(hands.clerk)

    answer = browser.post(f"{LIST}find/", {"name": " 李小红 "}, follow=True)

    ((address, _),) = answer.redirect_chain
    assert "李" not in address
    assert "%" not in address
    assert [row.masked_pupil for row in answer.context["page"]] == ["李**"]
    nobody = browser.post(f"{LIST}find/", {"name": "无此人"}, follow=True)
    assert "没有这个姓名的合同" in nobody.text


def test_who_does_not_book_cannot_ask_by_name(contract, hands, browser_of, inspector):
    browser = browser_of(inspector)
    key = contract.pupil_digest

    assert browser.post(f"{LIST}find/", {"name": "王小明"}).status_code == 403
    assert browser.get(f"{LIST}?person={key}").context["page"].paginator.count == 0


def test_a_contract_is_registered_from_the_paper(account, hands, browser_of):
    browser = browser_of(hands.clerk)

    answer = browser.post(f"{LIST}contracts/new/", {**PAPER, "account": account.pk})

    made = Contract.objects.get()
    assert answer.url == f"{LIST}contracts/{made.pk}/"
    assert (made.fee_fen, made.bonus_fen, made.pupil) == (300050, 0, "欧阳晓月")
    again = browser.post(f"{LIST}contracts/new/", {**PAPER, "account": account.pk})
    assert again.status_code == 422
    assert "order_number_taken" in again.text
    assert "欧阳晓月" in again.text  # nothing typed is lost


@pytest.mark.parametrize("wrong", [{"fee_fen": "-1"}, {"fee_fen": "1" * 20}, {"bonus_fen": "-5"}])
def test_an_amount_that_cannot_be_is_refused(account, hands, browser_of, wrong):
    sent = {**PAPER, "account": account.pk, **wrong}

    assert browser_of(hands.clerk).post(f"{LIST}contracts/new/", sent).status_code == 422
    assert not Contract.objects.exists()


def test_names_are_shown_once_a_purpose_is_on_record(contract, hands, browser_of):
    browser, path = browser_of(hands.clerk), f"{LIST}contracts/{contract.pk}/names/"

    assert "王小明" not in browser.post(path, {"purpose": " "}).text
    assert not AuditEvent.objects.filter(kind="fund_contract.reveal").exists()
    page = browser.post(path, {"purpose": "核对退费收款人"}).text

    assert "王小明" in page
    assert "王大明" in page
    assert AuditEvent.objects.get(kind="fund_contract.reveal").facts["purpose"] == "核对退费收款人"
    assert "王小明" not in browser.get(path).text


def test_one_contract_tells_payments_lessons_and_refunds(contract, hands, browser_of):
    funds.taught(contract, hands.clerk, 10)
    funds.taught(contract, hands.clerk, 2, agreed=False)
    asked = funds.refund(contract, hands, 100)

    page = browser_of(hands.clerk).get(f"{LIST}contracts/{contract.pk}/").text

    for words in ("10／48", "2／0", "¥2,850.00", asked.number, "测算退费", "登记课时"):
        assert words in page
    assert "王小明" not in page


def test_a_lesson_is_recorded_disputed_and_judged(contract, hands, browser_of):
    clerk, head = browser_of(hands.clerk), browser_of(hands.head)
    told = {"ref": "K1", "held_on": "2021-11-09", "count": "2"}
    assert clerk.post(f"{LIST}contracts/{contract.pk}/lessons/", told).status_code == 302
    lesson = Lesson.objects.get()
    path = f"{LIST}lessons/{lesson.pk}/"

    assert clerk.post(path, {"action": "dispute", "reason": ""}).status_code == 422
    clerk.post(path, {"action": "dispute", "reason": "孩子当天请假"})
    assert clerk.post(path, {"action": "refuse", "reason": "签到表无记录"}).status_code == 422
    head.post(path, {"action": "refuse", "reason": "签到表无记录"})

    lesson.refresh_from_db()
    assert lesson.state == LessonState.REFUSED
    assert "没有可以登记的结果" in head.get(path).text


def test_the_list_of_lessons_offers_what_a_person_may_answer(contract, hands, browser_of):
    funds.taught(contract, hands.clerk, 1, agreed=False)
    lesson = Lesson.objects.get()

    assert f"{LIST}lessons/{lesson.pk}/" in browser_of(hands.clerk).get(f"{LIST}lessons/").text
    assert "登记结果" not in browser_of(hands.head).get(f"{LIST}lessons/").text


def test_lists_cost_the_same_for_more_rows(contract, hands, browser_of, queries_of):
    browser = browser_of(hands.clerk)
    funds.taught(contract, hands.clerk, 1, agreed=False)
    before = [queries_of(browser, path) for path in (LIST, f"{LIST}lessons/")]
    for _ in range(2):
        other = funds.paid(contract.account, hands.clerk)
        funds.taught(other, hands.clerk, 1, agreed=False)

    assert [queries_of(browser, path) for path in (LIST, f"{LIST}lessons/")] == before


@pytest.mark.parametrize(
    ("who", "code"), [("partner_officer", 403), ("system_administrator", 403), ("inspector", 200)]
)
def test_prepaid_money_is_for_those_who_may_see_it(county, browser_of, who, code):
    browser = browser_of(UserFactory(**{who: True}))

    assert browser.get(LIST).status_code == code
    assert (f'href="{LIST}"' in browser.get("/").text) == (code == 200)
