"""A receiver without a login: link, PIN, answer."""

from __future__ import annotations

import pytest
from django.utils import timezone

from common.clock import localdate
from tests.factories.accounts import UserFactory
from tests.factories.transfers import TransferFactory, TransferFileFactory
from tests.times import NOON
from transfers.models import Transfer
from transfers.services import open_transfer_link

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def opened(county):
    row = TransferFileFactory(transfer=TransferFactory(sent=True, summary="二楼上锁")).transfer
    return open_transfer_link(row.pk, by=UserFactory(inspector=True), at=NOON)


def _in(browser, opened):
    browser.post(f"/t/{opened.token}/", {"pin": opened.pin})
    return browser


def test_without_the_pin_nothing_is_shown_and_nothing_taken(browser_of, opened):
    browser, address = browser_of(), f"/t/{opened.token}/"

    page = browser.get(address)
    browser.post(f"{address}answer/", {"step": "receive", "words": "某人", "on": "2026-11-30"})

    assert (page.status_code, "二楼上锁" in page.text) == (200, False)
    assert browser.get(f"{address}letter/").status_code == 302
    assert Transfer.objects.get().state == "sent"


def test_the_receiver_signs_takes_up_and_tells_the_result(browser_of, opened):
    browser, day = _in(browser_of(), opened), localdate(timezone.now())
    address = f"/t/{opened.token}/"
    assert "二楼上锁" in browser.get(address).text

    for step, words in (("receive", "钱队长"), ("accept", "消受1号"), ("report", "已责令改正")):
        answer = browser.post(f"{address}answer/", {"step": step, "words": words, "on": day})
        assert answer.status_code == 302

    row = Transfer.objects.get()
    assert (row.state, row.answer_way, row.result) == ("reported", "link", "已责令改正")
    assert "不再需要反馈" in browser.get(address).text


def test_a_step_that_does_not_come_next_is_refused(browser_of, opened):
    browser, day = _in(browser_of(), opened), localdate(timezone.now())
    said = {"words": "已改正", "on": day}

    answer = browser.post(f"/t/{opened.token}/answer/", {"step": "report", **said})
    twice = [
        browser.post(f"/t/{opened.token}/answer/", {"step": "receive", **said}).status_code
        for _ in range(2)
    ]

    assert (answer.status_code, twice) == (422, [302, 422])
    assert Transfer.objects.get().state == "received"


def test_wrong_pins_are_counted_and_the_link_rests(browser_of, opened):
    browser, address = browser_of(), f"/t/{opened.token}/"
    wrong = f"{(int(opened.pin) + 1) % 10**6:06}"

    tries = [browser.post(address, {"pin": wrong}).text for _ in range(5)]

    assert "还可以再试4次" in tries[0]
    assert "密码输错次数过多" in tries[4]
    assert "密码输错次数过多" in browser.post(address, {"pin": opened.pin}).text


def test_a_link_of_another_county_or_none_leads_nowhere(browser_of, opened, next_door):
    with next_door() as there:
        assert browser_of(at=there).get(f"/t/{opened.token}/").status_code == 404
    assert browser_of().get("/t/abc/").status_code == 404
