"""A bank's system: its own accounts, lines once, orders in one file each."""

from __future__ import annotations

from hashlib import sha256

import pytest

from audit.models import AuditEvent
from funds.models import BankLine, BankStatement, PaymentOrder
from funds.payments import payment_layouts
from funds.services import book_lines, name_service
from tests.factories import fund_scenes, funds
from tests.factories.accounts import UserFactory
from tests.partners.test_access import code_of
from tests.times import DAY, NOON

NUMBER = "6217000012345678"
LINE = {"bank_ref": "T1", "booked_on": DAY.isoformat(), "amount_fen": 360050, "balance_fen": 360050}


@pytest.fixture
def held(county):
    fund_scenes.law()
    return funds.account(funds.supervisor(), number=NUMBER)


@pytest.fixture
def bank(caller_of, held):
    """The machine of the bank that holds the account."""
    caller = caller_of(bank=True)
    name_service(held.bank_id, caller.client.user_id, by=funds.supervisor(), at=NOON)
    return caller


def sent(*lines, number=NUMBER):
    return {"account_number": number, "lines": list(lines or [LINE])}


def test_lines_are_taken_once_and_booked(bank, held):
    second = {
        **LINE,
        "bank_ref": "T2",
        "amount_fen": -50,
        "balance_fen": 360000,
        "remark": "手续费;;;;;;;|||||,,,",
    }

    first = bank.post("bank-lines", sent(LINE))
    both = bank.post("bank-lines", sent(LINE, second))
    book_lines(held.pk, at=NOON)

    assert (first.status_code, first.json()["new_lines"]) == (201, 1)
    assert (both.json()["lines"], both.json()["new_lines"]) == (2, 1)
    rows = BankLine.objects.order_by("pk").values_list("bank_ref", "amount_fen", "balance_fen")
    assert list(rows) == [("T1", 360050, 360050), ("T2", -50, 360000)]
    assert BankStatement.objects.count() == 2


def test_other_contents_under_a_number_are_refused(bank):
    bank.post("bank-lines", sent(LINE))

    other = bank.post("bank-lines", sent({**LINE, "amount_fen": 1}))

    assert (other.status_code, code_of(other)) == (409, "bank_line_differs")
    assert BankLine.objects.get().amount_fen == 360050


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_fen": 0},
        {"amount_fen": 1.5},
        {"amount_fen": 10**30},
        {"bank_ref": "T 1"},
        {"booked_on": "yesterday"},
    ],
)
def test_lines_that_cannot_be_are_refused(bank, wrong):
    assert code_of(bank.post("bank-lines", sent({**LINE, **wrong}))) == "fields_wrong"
    assert not BankLine.objects.exists()


def test_account_of_another_bank_is_not_found(caller_of, held):
    stranger = caller_of(bank=True)

    assert code_of(stranger.post("bank-lines", sent())) == "not_found"
    assert code_of(stranger.post("bank-lines", sent(number="99999999"))) == "not_found"
    assert not BankLine.objects.exists()


@pytest.fixture
def order(held):
    hands = funds.hands()
    bought = funds.paid(held, hands.clerk)
    funds.taught(bought, hands.clerk, 10)
    return funds.approved(funds.release(held, hands, 5000), hands)


def test_orders_go_out_in_one_file_that_is_the_same_each_time(bank, order):
    listed = bank.get("orders").json()["items"]
    given = {"orders": [order.pk], "layout": sorted(payment_layouts())[0]}

    made = bank.post("payment-files", given)
    again = bank.post("payment-files", given)
    files = [bank.get(f"payment-files/{made.json()['id']}") for _ in range(2)]

    assert [(one["number"], one["amount_fen"]) for one in listed] == [(order.number, 5000)]
    assert (made.status_code, made.json()) == (201, again.json())
    assert files[0].content == files[1].content
    assert sha256(files[0].content).hexdigest() == made.json()["sha256"]
    order.refresh_from_db()
    assert order.state == "exported"
    assert AuditEvent.objects.filter(kind="payment_file.take").count() == 2


def test_orders_and_files_of_another_bank_are_not_found(caller_of, bank, order):
    stranger = caller_of(bank=True)
    given = {"orders": [order.pk], "layout": sorted(payment_layouts())[0]}
    file = bank.post("payment-files", given).json()["id"]

    assert stranger.get("orders").json()["items"] == []
    assert code_of(stranger.post("payment-files", given)) == "not_found"
    assert stranger.get(f"payment-files/{file}").status_code == 404


def test_another_machine_is_named_and_the_first_reaches_nothing(caller_of, bank, held):
    other = caller_of(bank=True)
    boss = funds.supervisor()

    name_service(held.bank_id, other.client.user_id, by=boss, at=NOON)

    assert code_of(bank.post("bank-lines", sent())) == "not_found"
    assert other.post("bank-lines", sent()).status_code == 201


def test_machine_is_named_on_the_page_of_banks(browser_of, bank, caller_of, held):
    other = caller_of(bank=True).client.user
    desk = browser_of(funds.supervisor())

    desk.post("/funds/banks/service/", {"bank": held.bank_id, "user": other.pk})
    person = UserFactory(registry_clerk=True)
    refused = desk.post("/funds/banks/service/", {"bank": held.bank_id, "user": person.pk})

    assert other.full_name in desk.get("/funds/banks/").content.decode()
    assert refused.status_code == 422
    assert PaymentOrder.objects.count() == 0
