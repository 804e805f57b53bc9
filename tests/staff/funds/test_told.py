"""Fees outside the account and stops: told on a page, seen by whoever sees the money."""

from __future__ import annotations

from datetime import date

import pytest

from funds.models import OutsideFee, StopNotice
from tests.factories import fund_scenes, funds
from tests.factories.accounts import UserFactory
from tests.times import DAY

FEE = {"way": "cash", "amount": "120.50", "received_on": "2021-11-05", "told_by": "现场检查"}


@pytest.fixture
def account(keeper):
    fund_scenes.law()
    return funds.account(keeper, opened_on=date(2021, 11, 1))


def _url(account, rest=""):
    return f"/funds/{account.pk}/{rest}"


def test_cash_is_told_and_moved_in_later(account, browser_of, keeper):
    browser = browser_of(keeper)

    page = browser.post(_url(account, "outside/new/"), FEE, follow=True)

    fee = OutsideFee.objects.get()
    assert (fee.amount_fen, fee.due_on) == (12050, date(2021, 11, 10))
    assert "2021-11-10前" in page.text
    page = browser.post(f"/funds/outside/{fee.pk}/swept/", {"on": DAY.isoformat()}, follow=True)
    assert "归集已登记。" in page.text
    assert "登记归集</a>" not in page.text


def test_what_cannot_be_is_refused_and_stays_typed(account, browser_of, keeper):
    browser = browser_of(keeper)

    page = browser.post(_url(account, "outside/new/"), FEE | {"order_no": "没有"})

    assert page.status_code == 422
    assert "没有这个订单号的合同" in page.text
    assert "120.50" in page.text
    assert not OutsideFee.objects.exists()


def test_a_stop_is_told_and_the_day_of_telling_put_right(account, browser_of, keeper):
    browser = browser_of(keeper)
    browser.post(_url(account, "stop/"), {"stops_on": "2021-12-31"})
    page = browser.get(_url(account, "outside/"))
    assert "?stops_on=2021-12-31" in page.text

    told = {"stops_on": "2021-12-31", "told_on": DAY.isoformat()}
    page = browser.post(_url(account, "stop/"), told, follow=True)

    assert StopNotice.objects.get().told_on == DAY
    assert "2021-11-10告知家长" in page.text


def test_who_merely_looks_tells_nothing(account, browser_of):
    browser = browser_of(UserFactory(inspector=True))

    page = browser.get(_url(account, "outside/"))

    assert page.status_code == 200
    assert "outside/new/" not in page.text
    assert browser.get(_url(account, "outside/new/")).status_code == 403
