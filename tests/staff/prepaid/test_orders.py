"""Orders on pages: computed, proposed, checked, approved by one or two, exported, late first."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from funds.models import PaymentFile, PaymentOrder
from funds.states import OrderState
from tests.factories import funds
from tests.factories.accounts import UserFactory
from tests.factories.policies import ParameterFactory

LIST = "/prepaid/orders/"


def states():
    return list(PaymentOrder.objects.order_by("pk").values_list("state", flat=True))


def test_a_refund_is_shown_figure_by_figure_before_it_is_proposed(contract, hands, browser_of):
    contract.list_price_fen = 10000
    contract.save(update_fields=["list_price_fen"])
    funds.taught(contract, hands.clerk, 12)
    browser, path = browser_of(hands.clerk), f"/prepaid/contracts/{contract.pk}/refund/"

    page = browser.get(path).text
    for words in ("¥2,700.00", "-¥900.00", "¥2,400.00", "-¥1,200.00", "12／48课时", "第十九条"):
        assert words in page
    answer = browser.post(path, {"cause": "consumer", "amount_fen": "", "reason": "搬家"})

    made = PaymentOrder.objects.get()
    assert answer.url == f"{LIST}{made.pk}/"
    assert (made.amount_fen, made.cause, made.reason) == (240000, "consumer", "搬家")


def test_a_refund_of_nothing_or_too_much_stays_on_the_page(contract, hands, browser_of):
    browser, path = browser_of(hands.clerk), f"/prepaid/contracts/{contract.pk}/refund/"

    none = browser.post(path, {"cause": "consumer", "amount_fen": "0", "reason": "搬家"})
    much = browser.post(path, {"cause": "consumer", "amount_fen": "3600.01", "reason": "搬家"})

    assert "没有可以提出的退费" in none.text
    assert "refund_above_rest" in much.text
    assert states() == []


def test_an_order_goes_from_hand_to_hand(contract, hands, browser_of):
    asked = funds.refund(contract, hands, 100000)
    path = f"{LIST}{asked.pk}/"
    clerk, checker, head = map(browser_of, (hands.clerk, hands.checker, hands.head))

    assert "check/" not in clerk.get(path).text
    own = clerk.post(f"{path}check/")
    assert (own.status_code, states()) == (422, [OrderState.PROPOSED])
    assert "order_by_same_person" in own.text
    assert f"{path}check/" in checker.get(path).text
    checker.post(f"{path}check/")
    assert checker.post(f"{path}approve/").status_code == 403
    head.post(f"{path}approve/")

    assert states() == [OrderState.APPROVED]


def test_a_large_order_asks_for_a_second_head(contract, hands, browser_of):
    ParameterFactory(key="funds.two_approvals_over", value="1000")
    asked = funds.refund(contract, hands, 200000)
    path = f"{LIST}{asked.pk}/"
    head = browser_of(hands.head)
    browser_of(hands.checker).post(f"{path}check/")

    assert "须由两人先后批准" in head.get(f"{path}approve/").text
    head.post(f"{path}approve/")
    assert head.post(f"{path}approve/").status_code == 422
    assert states() == [OrderState.SECOND]
    browser_of(UserFactory(bureau_head=True)).post(f"{path}approve/")

    assert states() == [OrderState.APPROVED]


def test_an_order_is_sent_back_with_its_reason(contract, hands, browser_of):
    asked = funds.refund(contract, hands, 100000)
    path = f"{LIST}{asked.pk}/"

    assert browser_of(hands.head).post(f"{path}refuse/", {"reason": ""}).status_code == 422
    browser_of(hands.head).post(f"{path}refuse/", {"reason": "收款人不是监护人"})

    assert states() == [OrderState.REFUSED]
    assert "收款人不是监护人" in browser_of(hands.clerk).get(path).text


def test_ticked_orders_take_a_step_together(contract, hands, browser_of):
    asked = [funds.refund(contract, hands, 100) for _ in range(2)]
    sent = {"step": "check", "order": [one.pk for one in asked]}

    assert browser_of(hands.clerk).post(f"{LIST}several/", sent).status_code == 409
    assert states() == [OrderState.PROPOSED] * 2
    checker = browser_of(hands.checker)
    assert "核对所选" in checker.get(LIST).text
    checker.post(f"{LIST}several/", sent)
    assert states() == [OrderState.CHECKED] * 2
    assert checker.post(f"{LIST}several/", {**sent, "step": "approve"}).status_code == 403
    assert checker.post(f"{LIST}several/", {"step": "check"}).status_code == 422


def test_overdue_orders_stand_first(contract, hands, browser_of):
    soon, late, done, later = (funds.refund(contract, hands, 100) for _ in range(4))
    today = timezone.localdate()
    for order, due in ((soon, today), (late, date(2021, 11, 11)), (later, date(2099, 1, 1))):
        PaymentOrder.objects.filter(pk=order.pk).update(due_on=due)
    PaymentOrder.objects.filter(pk=done.pk).update(state=OrderState.REFUSED)
    browser = browser_of(hands.head)

    page = browser.get(LIST)

    assert list(page.context["page"]) == [late, soon, later, done]
    assert page.context["tiles"].overdue == 1
    assert list(browser.get(f"{LIST}?pick=overdue").context["page"]) == [late]


def test_what_was_taught_is_released_and_not_more(account, contract, hands, browser_of):
    funds.taught(contract, hands.clerk, 10)
    browser, path = browser_of(hands.clerk), f"/prepaid/accounts/{account.pk}/release/"

    assert "¥750.00" in browser.get("/prepaid/releases/").text
    much = browser.post(path, {"amount_fen": "750.01"})
    assert (much.status_code, states()) == (422, [])
    browser.post(path, {"amount_fen": "750"})

    assert states() == [OrderState.PROPOSED]
    assert browser.get("/prepaid/releases/").context["rows"][0].free_fen == 0


def test_approved_orders_are_exported_once_and_taken_on_record(contract, hands, browser_of):
    asked = funds.approved(funds.refund(contract, hands, 100000), hands)
    browser, path = browser_of(hands.clerk), f"/prepaid/banks/{asked.account.bank_id}/export/"
    sent = {"layout": "batch_fen", "order": [asked.pk]}

    assert "1笔，¥1,000.00" in browser.get("/prepaid/payment-files/").text
    first, again = (browser.post(path, sent, follow=True) for _ in range(2))

    file = PaymentFile.objects.get()
    assert "支付文件已生成" in first.text
    assert "导出过，文件相同" in again.text
    takes = [browser.post(f"/prepaid/payment-files/{file.pk}/take/") for _ in range(2)]
    assert b"6217000012345678" in takes[0].content
    assert takes[0].content == takes[1].content
    assert AuditEvent.objects.filter(kind="payment_file.take").count() == 2
    assert "6217000012345678" not in first.text


def test_nothing_ticked_is_said_on_the_page(contract, hands, browser_of):
    asked = funds.approved(funds.refund(contract, hands, 100000), hands)
    path = f"/prepaid/banks/{asked.account.bank_id}/export/"

    answer = browser_of(hands.clerk).post(path, {"layout": "batch_gbk"})

    assert "nothing_to_export" in answer.text
    assert states() == [OrderState.APPROVED]


@pytest.mark.parametrize("who", ["inspector", "section_head"])
def test_who_does_not_book_sees_and_hands_over_nothing(contract, hands, browser_of, who):
    asked = funds.approved(funds.refund(contract, hands, 100000), hands)
    browser = browser_of(UserFactory(**{who: True}))

    assert asked.number in browser.get(LIST).text
    for path in (
        f"/prepaid/banks/{asked.account.bank_id}/export/",
        f"/prepaid/contracts/{contract.pk}/refund/",
        "/prepaid/releases/",
    ):
        assert browser.get(path).status_code == 403


def test_the_list_of_orders_costs_the_same_for_more(contract, hands, browser_of, queries_of):
    browser = browser_of(hands.checker)
    funds.refund(contract, hands, 100)
    before = queries_of(browser, LIST)
    for _ in range(2):
        funds.refund(funds.paid(contract.account, hands.clerk), hands, 100)

    assert queries_of(browser, LIST) == before
    assert len(re.findall(r'name="order"', browser.get(LIST).text)) == 3


def test_an_order_waits_in_the_inbox_of_whoever_may_take_its_next_step(contract, hands, browser_of):
    asked = funds.refund(contract, hands, 100)
    path = f"{LIST}{asked.pk}/"

    shown = [path in browser_of(one).get("/").text for one in (hands.clerk, hands.checker)]
    assert shown == [False, True]
    browser_of(hands.checker).post(f"{path}check/")
    shown = [path in browser_of(one).get("/").text for one in (hands.checker, hands.head)]
    assert shown == [False, True]
