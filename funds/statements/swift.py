"""SWIFT MT940 customer statements, by the mt-940 library."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import mt940

from funds.errors import StatementUnreadable
from funds.statements.lines import Line, Statement

FEN = 100


def read_mt940(content: bytes) -> Statement:
    """The transactions of a statement, in the order in which the bank wrote them."""
    try:
        told = mt940.parse(content.decode("utf-8", errors="strict"))
    except UnicodeDecodeError:
        told = mt940.parse(content.decode("gb18030", errors="replace"))
    except Exception as odd:  # the library raises whatever its patterns meet
        raise StatementUnreadable(why="不是MT940对账单") from odd
    if "final_closing_balance" not in told.data and not len(told):
        raise StatementUnreadable(why="不是MT940对账单")
    lines = [_line(number, one.data) for number, one in enumerate(told, start=1)]
    closing = told.data.get("final_closing_balance")
    return Statement(
        tuple(lines),
        account_number=str(told.data.get("account_identification", "")),
        closing_fen=_fen(closing.amount.amount) if closing else None,
    )


def _line(number: int, said: dict[str, Any]) -> Line:
    value = said["date"]
    ref = said.get("bank_reference") or ""
    return Line(
        place=number,
        booked_on=said.get("entry_date") or value,
        value_on=value,
        amount_fen=_fen(said["amount"].amount),
        bank_ref="" if ref in ("NONREF", "") else ref,
        remark=" ".join(str(said.get("transaction_details") or "").split()),
    )


def _fen(amount: Decimal) -> int:
    return int(amount * FEN)
