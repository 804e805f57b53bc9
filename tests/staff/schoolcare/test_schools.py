"""Schools on their pages: listed with their money, registered, given an account and a price."""

from __future__ import annotations

from datetime import date

import pytest

from funds.models import FundAccount, School, SchoolPrice
from funds.services import Opened, open_school_account, withdraw_attendance
from funds.states import AccountKind
from staff.schoolcare.charts import bars_of
from tests.factories import funds, schoolcare
from tests.factories.accounts import UserFactory
from tests.factories.schoolcare import FEES
from tests.times import NOON

LIST = "/schoolcare/"


def test_the_list_shows_what_each_holds_and_who_has_no_account(account, hands, browser_of):
    schoolcare.month(account, hands.clerk)
    schoolcare.came_in(account, hands.clerk, fees=FEES - 5000, subsidy=100000)
    schoolcare.school(hands.clerk, "城关中学")
    browser = browser_of(hands.clerk)

    page = browser.get(LIST)

    totals = page.context["totals"]
    assert (totals.bank_fen, totals.service_fen, totals.owing_fen) == (FEES + 95000, FEES, 5000)
    assert (page.context["count"], page.context["without"]) == (2, 1)
    for words in ("城关中学", "尚未开通", "实验小学", "尾号5678", "2021年10月"):
        assert words in page.text
    assert account.number not in page.text
    rows = browser.get(f"{LIST}?pick=none").context["rows"]
    assert [row[0].name for row in rows] == ["城关中学"]
    assert [row[0].name for row in browser.get(f"{LIST}?text=实验").context["rows"]] == ["实验小学"]


def test_the_list_costs_the_same_for_one_and_for_three(account, hands, browser_of, queries_of):
    browser = browser_of(hands.clerk)
    for_one = queries_of(browser, LIST)
    for _ in range(2):
        schoolcare.month(schoolcare.account(hands.clerk), hands.clerk)

    assert queries_of(browser, LIST) == for_one


def test_a_school_is_registered_and_given_its_account(hands, browser_of):
    browser = browser_of(hands.clerk)

    made = browser.post(f"{LIST}schools/new/", {"name": "实验小学", "code": ""})
    school = School.objects.get()
    assert made.url == f"{LIST}schools/{school.pk}/"
    assert "专户尚未开通" in browser.get(made.url).text
    typed = {"bank": funds.bank(hands.clerk).pk, "number": "6228 0000 1234 5678"}
    done = browser.post(f"{made.url}open/", typed | {"opened_on": "2021-09-01"})

    account = FundAccount.objects.get()
    assert (done.url, account.kind, account.masked) == (made.url, "schoolcare", "尾号5678")
    assert browser.get(f"/funds/{account.pk}/").url == made.url
    again = browser.post(f"{made.url}open/", typed | {"opened_on": "2021-09-01"})
    assert (again.status_code, FundAccount.objects.count()) == (422, 1)
    assert "fund_account_known" in again.text


def test_a_second_school_of_the_name_is_refused_on_the_page(account, hands, browser_of):
    answer = browser_of(hands.clerk).post(f"{LIST}schools/new/", {"name": "实验小学"})

    assert (answer.status_code, School.objects.count()) == (422, 1)
    assert "school_known" in answer.text


def test_a_price_of_its_own_stands_on_the_page(account, hands, browser_of):
    browser, path = browser_of(hands.clerk), f"{LIST}schools/{account.school_id}/"
    typed = {"lessons": "2", "price": "90", "valid_from": "2021-09-01", "source": "家委会决议"}

    much = browser.post(f"{path}price/", typed | {"price": "110.01"})
    done = browser.post(f"{path}price/", typed)

    assert (much.status_code, done.url) == (422, path)
    assert "school_price_wrong" in much.text
    assert SchoolPrice.objects.get().price_fen == 9000
    page = browser.get(path).text
    for words in ("本校标准，2021年9月1日起：家委会决议", "¥90.00", "本县标准：2021年专项治理"):
        assert words in page


def test_the_page_of_a_school_shows_balance_months_entries_and_orders(account, hands, browser_of):
    schoolcare.month(account, hands.clerk)
    schoolcare.came_in(account, hands.clerk, fees=FEES, subsidy=100000)
    order = schoolcare.payout(account, hands.clerk, 30000)

    page = browser_of(hands.clerk).get(f"{LIST}schools/{account.school_id}/")

    line = page.context["line"]
    assert (line.bank_fen, page.context["payable"]) == (FEES + 100000, FEES - 30000)
    assert [row.entry.no for row in page.context["rows"]] == [3, 2, 1]
    for words in ("考勤汇总2021-10", "10月教师补贴", "2021年10月", f"/prepaid/orders/{order.pk}/"):
        assert words in page.text
    assert account.number not in page.text


def test_an_account_is_closed_and_a_new_one_opened(account, hands, browser_of):
    path = f"/funds/{account.pk}/"
    head = browser_of(hands.head)

    done = head.post(f"{path}move/close/", {"reason": "换银行"})

    assert done.url == f"{LIST}schools/{account.school_id}/"
    assert "open/" in browser_of(hands.clerk).get(done.url).text
    opened = Opened(AccountKind.SCHOOLCARE, "6228000099999999", date(2021, 11, 1))
    open_school_account(account.school_id, account.bank_id, opened, by=hands.clerk, at=NOON)
    assert "尾号9999" in head.get(done.url).text


def test_the_pages_of_an_account_serve_a_school_too(account, hands, browser_of):
    schoolcare.month(account, hands.clerk)
    schoolcare.came_in(account, hands.clerk, fees=FEES)
    browser, path = browser_of(hands.clerk), f"/funds/{account.pk}/"

    for part in ("ledger/", "past/", "day/", "number/", "move/watch/"):
        assert "实验小学" in browser.get(f"{path}{part}").text, part
    for list_of in ("statements/", "board/", "suspense/"):
        assert browser.get(f"/funds/{list_of}?account={account.pk}").status_code == 200
    assert "家长服务费往来" in browser.get(f"{path}past/").text
    assert "学员预收费" not in browser.get(f"{path}past/").text
    assert [browser.get(f"{path}{one}").status_code for one in ("outside/", "stop/")] == [404, 404]
    assert browser.get("/funds/").context["lines"] == []
    assert browser.get(f"/prepaid/accounts/{account.pk}/release/").status_code == 404


@pytest.mark.parametrize("part", ["", "open/", "price/", "attendance/", "payout/"])
def test_a_partner_department_sees_nothing(account, browser_of, part):
    browser = browser_of(UserFactory(partner_officer=True))

    assert browser.get(f"{LIST}schools/{account.school_id}/{part}").status_code == 403


def test_the_bars_of_a_month_that_was_taken_back_are_gone(account, hands, browser_of):
    sheet = schoolcare.month(account, hands.clerk)
    withdraw_attendance(sheet.pk, reason="填错", by=hands.clerk, at=NOON)

    page = browser_of(hands.clerk).get(f"{LIST}schools/{account.school_id}/")

    assert page.context["bars"].bars == []
    assert bars_of(page.context["months"]).zero == 222
    assert "已撤销" in page.text
