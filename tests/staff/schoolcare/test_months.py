"""Months and money on their pages: told in sums, booked, withdrawn; placed, paid out."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from common.clock import localdate, months_after
from funds.models import AttendanceSheet, BankLine, PaymentOrder
from tests.factories import funds, schoolcare
from tests.factories.accounts import UserFactory
from tests.factories.schoolcare import FEES

LAST = months_after(localdate(timezone.now()).replace(day=1), -1)


def typed(groups, **changes):
    told = {"month": LAST.isoformat(), "working_days": "22", "groups": groups}
    return told | changes


@pytest.fixture
def path(account):
    return f"/schoolcare/schools/{account.school_id}/"


def test_a_month_is_typed_or_pasted_and_shown_with_its_reckoning(path, hands, browser_of):
    browser = browser_of(hands.clerk)
    asked = browser.get(f"{path}attendance/")
    assert asked.context["form"].initial["month"] == LAST.isoformat()

    done = browser.post(f"{path}attendance/", typed("2\t22\t20\r\n2，8，5\r\n\r\n1 20 10"))

    sheet = AttendanceSheet.objects.get()
    assert (done.url, sheet.fee_fen) == (f"/schoolcare/months/{sheet.pk}/", FEES)
    page = browser.get(done.url).text
    for words in ("35人", "8／22，按天", "超过一半，按整月", "¥40.00", "¥3,000.00", "本县标准："):
        assert words in page


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ("2 22", "第1行应为三个整数"),
        ("2 22 20\n张三 22 1", "第2行应为三个整数"),
        ("2 1.5 20", "第1行应为三个整数"),
        ("4 22 20", "每天4课时没有收费标准"),
        ("2 22 20\n2 22 5", "填写了两次"),
        ("\n".join(["1 1 1"] * 301), "最多300行"),
    ],
)
def test_what_cannot_be_stays_on_the_page_with_its_sentence(path, hands, browser_of, groups, words):
    answer = browser_of(hands.clerk).post(f"{path}attendance/", typed(groups))

    assert (answer.status_code, AttendanceSheet.objects.count()) == (422, 0)
    assert words in answer.text
    assert groups.splitlines()[0] in answer.text


def test_the_same_month_twice_is_refused_and_after_a_withdrawal_taken(path, hands, browser_of):
    browser = browser_of(hands.clerk)
    browser.post(f"{path}attendance/", typed("2 22 20"))
    twice = browser.post(f"{path}attendance/", typed("2 22 21"))
    assert (twice.status_code, "entry_booked" in twice.text) == (422, True)
    first = f"/schoolcare/months/{AttendanceSheet.objects.get().pk}/"

    silent = browser.post(f"{first}withdraw/", {"reason": ""})
    gone = browser.post(f"{first}withdraw/", {"reason": "人数填错"})
    again = browser.post(f"{path}attendance/", typed("2 22 21"))

    assert (silent.status_code, gone.url, again.status_code) == (422, first, 302)
    assert "已撤销" in browser.get(first).text
    assert "withdraw/" not in browser.get(first).text


def test_a_month_before_an_account_or_of_another_school_is_not_found(hands, browser_of):
    school = schoolcare.school(hands.clerk, "城关中学")
    browser = browser_of(hands.clerk)

    for part in ("attendance/", "payout/"):
        assert browser.get(f"/schoolcare/schools/{school.pk}/{part}").status_code == 404
    assert browser.get("/schoolcare/months/999/").status_code == 404
    assert browser.get("/schoolcare/lines/999/place/").status_code == 404


def test_a_payout_is_proposed_and_goes_on_among_the_orders(path, account, hands, browser_of):
    schoolcare.month(account, hands.clerk)
    schoolcare.came_in(account, hands.clerk, fees=FEES)
    browser = browser_of(hands.clerk)
    said = {"use": "allowance", "paid_from": "service", "amount": "1000", "reason": "10月补贴"}
    assert "课后服务经费（可支付3,000元）" in browser.get(f"{path}payout/").text

    much = browser.post(f"{path}payout/", said | {"amount": "3000.01"})
    odd = browser.post(f"{path}payout/", said | {"use": "return"})
    done = browser.post(f"{path}payout/", said)

    assert ("payout_above_rest" in much.text, "payout_wrong" in odd.text) == (True, True)
    order = PaymentOrder.objects.get()
    assert (done.url, order.amount_fen) == (f"/prepaid/orders/{order.pk}/", 100000)
    page = browser_of(hands.checker).get(done.url).text
    for words in ("教师补贴：10月补贴", "课后服务经费", "实验小学", "check/"):
        assert words in page
    assert "实验小学" in browser.get("/prepaid/orders/?kind=payout&text=实验").text


def test_a_payout_is_checked_approved_and_exported_like_any_order(account, hands, browser_of):
    schoolcare.month(account, hands.clerk)
    schoolcare.came_in(account, hands.clerk, fees=FEES)
    order = funds.approved(schoolcare.payout(account, hands.clerk, 100000), hands)

    browser = browser_of(hands.clerk)
    path = f"/prepaid/banks/{account.bank_id}/export/"
    assert "实验小学" in browser.get(path).text
    browser.post(path, {"layout": "batch_xlsx", "order": [order.pk]})

    order.refresh_from_db()
    assert (order.state, order.file.total_fen) == ("exported", 100000)
    assert "实验小学" in browser.get(f"/prepaid/payment-files/{order.file_id}/").text


def test_money_of_nobody_is_placed_by_a_person(account, hands, browser_of):
    funds.told_by_bank(account, hands.clerk, "2021-11-08,12.00,,X1,转账")
    line, browser = BankLine.objects.get(), browser_of(hands.clerk)
    page = browser.get(f"/funds/lines/{line.pk}/").text
    place = f"/schoolcare/lines/{line.pk}/place/"
    assert (place in page, "按订单号认领" in page) == (True, False)

    done = browser.post(place, {"book": "subsidy"})
    again = browser.post(place, {"book": "subsidy"})

    assert done.url == f"/funds/lines/{line.pk}/"
    assert (again.status_code, "line_place_wrong" in again.text) == (422, True)
    line.refresh_from_db()
    assert (line.matched_by, line.entry.kind) == ("person", "subsidy")


def test_a_line_of_an_institution_is_not_placed_here(hands, browser_of):
    custody = funds.account(hands.clerk)
    funds.told_by_bank(custody, hands.clerk, "2021-11-08,12.00,,X1,转账")

    line = BankLine.objects.get()
    assert browser_of(hands.clerk).get(f"/schoolcare/lines/{line.pk}/place/").status_code == 404


def test_who_only_looks_sees_the_month_and_no_button(account, hands, browser_of):
    sheet = schoolcare.month(account, hands.clerk, date(2021, 10, 1))
    browser = browser_of(UserFactory(section_head=True))

    page = browser.get(f"/schoolcare/months/{sheet.pk}/")

    assert (page.status_code, "withdraw/" in page.text) == (200, False)
    assert browser.get(f"/schoolcare/months/{sheet.pk}/withdraw/").status_code == 403
