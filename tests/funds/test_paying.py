"""Approved orders go to the bank in one file, which is kept and comes back as it was."""

from __future__ import annotations

import csv
from hashlib import sha256
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.db import IntegrityError, transaction

from audit.models import AuditEvent
from common.errors import NotAllowed, NotFound
from funds.errors import (
    MovementBarred,
    NothingToExport,
    OrdersNotExportable,
    PaymentFileSign,
)
from funds.models import PaymentFile, PaymentOrder
from funds.payments import Payment, payment_layouts, write_payments
from funds.services import export_orders, move_account, take_payment_file
from funds.states import OrderState
from tests.factories import funds
from tests.factories.accounts import UserFactory
from tests.times import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def hands(law):
    return funds.hands()


@pytest.fixture
def account(hands):
    return funds.account(hands.clerk, number="6217000012345678")


@pytest.fixture
def contract(account, hands):
    bought = funds.contract(account, hands.clerk, order_no="A000777")
    funds.told_by_bank(account, hands.clerk, "2021-11-09,3600.00,3600.00,YH0042,A000777")
    return bought


@pytest.fixture
def order(contract, hands):
    return funds.approved(funds.refund(contract, hands, 123450), hands)


def exported(orders, hands, layout="batch_xlsx"):
    bank = orders[0].account.bank_id
    ids = [order.pk for order in orders]
    return export_orders(bank, ids, layout=layout, by=hands.clerk, at=NOON)


def test_the_workbook_says_account_order_and_the_channel_back(order, hands):
    file = exported([order], hands).file

    _, content = take_payment_file(file.pk, by=hands.clerk, at=NOON)
    rows = list(openpyxl.load_workbook(BytesIO(content)).active.values)
    assert rows[1] == (
        1,
        "6217000012345678",
        order.account.institution.name,
        "退费",
        "1234.50",
        order.number,
        "A000777",
        "YH0042",
        order.number,
    )
    order.refresh_from_db()
    assert (order.state, order.file) == (OrderState.EXPORTED, file)


@pytest.mark.parametrize(("layout", "encoding"), [("batch_gbk", "gbk"), ("batch_fen", "utf-8-sig")])
def test_a_csv_is_in_the_encoding_that_its_layout_names(order, hands, layout, encoding):
    file = exported([order], hands, layout).file

    _, content = take_payment_file(file.pk, by=hands.clerk, at=NOON)
    titles, row = csv.reader(StringIO(content.decode(encoding)))
    assert len(titles) == len(row)
    assert row[titles.index("指令号")] == order.number
    assert {"1234.50", "123450"} & set(row)


def test_the_same_orders_again_are_the_same_file_to_the_byte(order, hands):
    first = exported([order], hands)
    again = exported([order], hands, "batch_gbk")

    assert (first.is_new, again.is_new, again.file) == (True, False, first.file)
    taken = [take_payment_file(first.file.pk, by=hands.clerk, at=NOON)[1] for _ in range(2)]
    assert taken[0] == taken[1]
    assert sha256(taken[0]).hexdigest() == first.file.sha256
    kinds = AuditEvent.objects.filter(kind__startswith="payment_file").values_list("kind")
    assert [kind for (kind,) in kinds.order_by("pk")] == [
        "payment_file.export",
        "payment_file.take",
        "payment_file.take",
    ]


def test_the_number_lies_nowhere_in_clear(order, hands):
    file = exported([order], hands, "batch_fen").file

    told = str(list(AuditEvent.objects.values_list("facts", flat=True)))
    assert "6217000012345678" not in file.content_sealed + told


def test_an_order_goes_with_one_file_only(order, contract, hands):
    exported([order], hands)
    other = funds.approved(funds.refund(contract, hands, 100), hands)

    with pytest.raises(OrdersNotExportable, match="随支付文件"):
        exported([order, other], hands)

    other.refresh_from_db()
    assert (other.state, PaymentFile.objects.count()) == (OrderState.APPROVED, 1)


def test_some_of_the_orders_of_a_file_are_not_the_file(order, contract, hands):
    other = funds.approved(funds.refund(contract, hands, 100), hands)
    exported([order, other], hands)

    with pytest.raises(OrdersNotExportable, match="随支付文件"):
        exported([other], hands)


def test_what_is_not_approved_or_not_of_the_bank_stays(contract, hands):
    asked = funds.refund(contract, hands, 100)

    with pytest.raises(OrdersNotExportable, match="待核对"):
        exported([asked], hands)
    with pytest.raises(NothingToExport):
        export_orders(asked.account.bank_id, [], layout="batch_gbk", by=hands.clerk, at=NOON)
    with pytest.raises(NotFound):
        export_orders(0, [asked.pk], layout="batch_gbk", by=hands.clerk, at=NOON)
    with pytest.raises(NotFound):
        exported([asked], hands, "no_such_layout")
    with pytest.raises(NotAllowed):
        export_orders(asked.account.bank_id, [asked.pk], layout="batch_gbk", by=hands.head, at=NOON)

    assert not PaymentFile.objects.exists()


def test_a_frozen_account_sends_refunds_and_no_release(account, contract, order, hands):
    funds.taught(contract, hands.clerk, 10)
    release = funds.approved(funds.release(account, hands, 75000), hands)
    move_account(account.pk, "freeze", reason="负责人失联", by=hands.head, at=NOON)

    with pytest.raises(MovementBarred, match="不能办理拨付"):
        exported([order, release], hands)

    assert exported([order], hands).is_new


def test_the_line_of_the_bank_confirms_what_was_exported(account, order, hands):
    exported([order], hands)

    funds.told_by_bank(account, hands.clerk, f"2021-11-10,-1234.50,2365.50,YH0043,{order.number}")

    order.refresh_from_db()
    assert order.state == OrderState.PAID


def test_only_who_books_takes_a_file(order, hands):
    file = exported([order], hands).file

    with pytest.raises(NotAllowed):
        take_payment_file(file.pk, by=UserFactory(inspector=True), at=NOON)
    with pytest.raises(NotFound):
        take_payment_file(0, by=hands.clerk, at=NOON)

    assert not AuditEvent.objects.filter(kind="payment_file.take").exists()


@pytest.mark.parametrize(("name", "sign"), [("=某某", "="), ("㛃舞蹈", "㛃")])
def test_a_name_that_a_csv_cannot_hold_is_said(name, sign):
    one = Payment(1, "62170000", name, "退费", 100, "TF1-1", "A1", "")

    with pytest.raises(PaymentFileSign, match=f"不能写入的字符“{sign}”"):
        write_payments([one], payment_layouts()["batch_gbk"])


def test_an_order_in_a_file_is_approved_says_the_database(order, hands):
    file = exported([order], hands).file
    rows = PaymentOrder.objects.filter(pk=order.pk)

    for state in (OrderState.APPROVED, OrderState.REFUSED):
        with (
            pytest.raises(IntegrityError, match="order_in_a_file_was_approved"),
            transaction.atomic(),
        ):
            rows.update(state=state, file=file)
    with pytest.raises(IntegrityError, match="payment_file_pays_something"), transaction.atomic():
        PaymentFile.objects.update(total_fen=0)
