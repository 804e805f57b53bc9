"""What the walk through all pages finds of prepaid money."""

from __future__ import annotations

from typing import Any

from funds.models import FundAccount, PaymentOrder
from funds.services import (
    FeeTold,
    answer_lesson,
    export_orders,
    move_account,
    record_outside_fee,
    record_stop,
    withdraw_attendance,
)
from funds.states import FeeWay
from tests.factories import funds, schoolcare
from tests.times import DAY, NOON

Keys = dict[str, Any]


def prepaid_money() -> dict[tuple[str, ...], list[Keys]]:
    """Contracts by lessons and without count, lessons and orders in their states, a file."""
    hands = funds.hands()
    account = funds.account(hands.clerk)
    counted = funds.paid(account, hands.clerk, list_price_fen=8000)
    free = funds.paid(account, hands.clerk, lessons=None, bonus_fen=10000)
    funds.taught(counted, hands.clerk, 10)
    funds.taught(counted, hands.clerk, 1, agreed=False)
    funds.taught(counted, hands.clerk, 2, agreed=False)
    lessons = list(counted.taught.order_by("pk"))
    answer_lesson(lessons[2].pk, "dispute", reason="没有上课", by=hands.clerk, at=NOON)
    orders = [
        funds.refund(free, hands, 100),
        funds.approved(funds.refund(free, hands, 200), hands),
        funds.release(account, hands, 75000),
        funds.approved(funds.refund(counted, hands, 300), hands),
    ]
    file = _exported(orders[-1], hands)
    return {
        ("contract_id",): [{"contract_id": row.pk} for row in (counted, free)],
        ("lesson_id",): [{"lesson_id": row.pk} for row in lessons],
        ("payment_order_id",): [{"payment_order_id": row.pk} for row in orders],
        ("payment_file_id",): [{"payment_file_id": file}],
        ("outside_fee_id",): [{"outside_fee_id": _cash(account, hands)}],
        ("bank_id",): [{"bank_id": account.bank_id}],
        ("account_id",): [{"account_id": row.pk} for row in (_settling(hands), account)],
        **_after_school_money(hands),
    }


def _after_school_money(hands: funds.Hands) -> dict[tuple[str, ...], list[Keys]]:
    """Two schools: one with months, one of them withdrawn, money of nobody and an order; one new."""
    account = schoolcare.account(hands.clerk, "实验小学")
    sheet = schoolcare.month(account, hands.clerk)
    gone = schoolcare.month(account, hands.clerk, schoolcare.OPENED)
    withdraw_attendance(gone.pk, reason="人数填错", by=hands.clerk, at=NOON)
    schoolcare.came_in(account, hands.clerk, fees=100000, subsidy=50000)
    schoolcare.payout(account, hands.clerk, 30000)
    funds.told_by_bank(account, hands.clerk, "2021-11-08,12.00,,X1,转账")
    line = account.bank_lines.get(matched_by="suspense")
    other = schoolcare.account(hands.clerk, "城关中学")
    return {
        ("school_id",): [{"school_id": row.school_id} for row in (account, other)],
        ("sheet_id",): [{"sheet_id": row.pk} for row in (sheet, gone)],
        ("school_line_id",): [{"school_line_id": line.pk}],
    }


def _exported(order: PaymentOrder, hands: funds.Hands) -> int:
    bank = order.account.bank_id
    done = export_orders(bank, [order.pk], layout="batch_xlsx", by=hands.clerk, at=NOON)
    return done.file.pk


def _cash(account: FundAccount, hands: funds.Hands) -> int:
    told = FeeTold(FeeWay.CASH, 10000, DAY, "机构申报")
    record_stop(account.pk, stops_on=DAY, told_on=None, by=hands.clerk, at=NOON)
    return record_outside_fee(account.pk, told, by=hands.clerk, at=NOON).pk


def _settling(hands: funds.Hands) -> FundAccount:
    account = funds.account(hands.clerk)
    funds.paid(account, hands.clerk)
    return move_account(account.pk, "settle", reason="负责人失联", by=hands.head, at=NOON)
