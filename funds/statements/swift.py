"""SWIFT MT940 customer statements, by the mt-940 library."""

from __future__ import annotations

from typing import Any

import mt940

from funds.errors import StatementUnreadable
from funds.statements.cells import CellWrong, money, text_of
from funds.statements.lines import Line, Statement, up_to_torn


def read_mt940(content: bytes) -> Statement:
    """The transactions of a statement, in the order in which the bank wrote them."""
    text = text_of(content)
    try:
        told = mt940.parse(text)
    except Exception as odd:  # the library raises whatever its patterns meet
        raise StatementUnreadable(why="不是MT940对账单") from odd
    closing = told.data.get("final_closing_balance")
    if closing is None and not len(told):
        raise StatementUnreadable(why="不是MT940对账单")
    lines, torn_at, why = up_to_torn(enumerate(told, start=1), _line)
    return Statement(
        tuple(lines),
        torn_at,
        why,
        account_number=str(told.data.get("account_identification", "")),
        closing_fen=money(str(closing.amount.amount)) if closing else None,
    )


def _line(number: int, transaction: Any) -> Line:
    said = transaction.data
    amount = money(str(said["amount"].amount))
    if not amount:
        raise CellWrong("没有金额")
    ref = said.get("bank_reference") or ""
    return Line(
        place=number,
        booked_on=said.get("entry_date") or said["date"],
        value_on=said["date"],
        amount_fen=amount,
        bank_ref="" if ref == "NONREF" else ref,
        remark=" ".join(str(said.get("transaction_details") or "").split()),
    )
