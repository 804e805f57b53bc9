"""Why a bank line is nobody's yet, said so that a person knows what to ask: values in, words out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from common.clock import chinese_date
from common.money import yuan
from funds.rules.matching import order_numbers
from funds.states import DayState, ReasonKind

LEAST_SIGNS = 6
"""What is shorter is a year or a class and no order number."""


@dataclass(frozen=True, slots=True)
class Adrift:
    """A line that stands in suspense."""

    account_id: int
    amount_fen: int
    remark: str


@dataclass(frozen=True, slots=True)
class KnownContract:
    """A contract that a remark names: whose account, what was paid, by which amounts."""

    account_id: int
    order_no: str
    fee_fen: int
    paid: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class KnownOrder:
    """An order that a remark names."""

    account_id: int
    number: str
    amount_fen: int
    is_paid: bool


@dataclass(frozen=True, slots=True)
class Why:
    """The kind of a reason and its sentence with figures."""

    kind: ReasonKind
    sentence: str


def why_adrift(
    line: Adrift, contracts: Mapping[str, KnownContract], orders: Mapping[str, KnownOrder]
) -> Why:
    """What keeps a line from its place. ``contracts`` and ``orders`` by their numbers."""
    words = order_numbers(line.remark)
    numbers = [one for one in words if len(one) >= LEAST_SIGNS]
    contract = next((contracts[one] for one in numbers if one in contracts), None)
    # Ours are no words by chance, and those of a county's first accounts are short: T7-1.
    order = next((orders[one] for one in words if one in orders), None)
    if line.amount_fen < 0:
        return _left(line, contract, order)
    return _came(line, contract, [one for one in numbers if any(sign.isdigit() for sign in one)])


def day_state(ledger_fen: int, bank_fen: int | None, *, tolerance_fen: int) -> DayState:
    """Ledger and bank at the end of a day. Source: 云南 2022 art. 5; one fen differs [choice]."""
    if bank_fen is None:
        return DayState.NONE
    apart = abs(ledger_fen - bank_fen)
    return DayState.AGREED if apart <= tolerance_fen else DayState.DIFFERS


def balance_sentence(*, before_fen: int, apart_fen: int, since: date | None) -> str:
    """That ledger less bank changed, by how much and since which day they had stood."""
    moved = apart_fen - before_fen
    way = "账面多" if moved > 0 else "账面少"
    last = f"，上次核对为{chinese_date(since)}" if since else ""
    return (
        f"银行余额与所列流水不符，{way}{yuan(abs(moved))}元{last}；请向银行索取缺少或者更正的流水。"
    )


def _came(line: Adrift, contract: KnownContract | None, numbers: Sequence[str]) -> Why:
    amount = yuan(line.amount_fen)
    if contract is None and numbers:
        said = f"来款{amount}元，附言中的订单号“{numbers[0]}”没有登记过。"
        return Why(ReasonKind.WRONG_ORDER, said)
    if contract is None:
        return Why(ReasonKind.NO_ORDER, f"来款{amount}元，附言没有订单号，金额和日期也不能确定。")
    if contract.account_id != line.account_id:
        said = f"来款{amount}元，订单{contract.order_no}是另一家机构的合同。"
        return Why(ReasonKind.WRONG_ORDER, said)
    if line.amount_fen in contract.paid:
        said = f"订单{contract.order_no}已经收到过一笔{amount}元，这是第二笔。"
        return Why(ReasonKind.TWICE, said)
    paid = yuan(sum(contract.paid))
    said = f"来款{amount}元，订单{contract.order_no}应缴{yuan(contract.fee_fen)}元，已缴{paid}元。"
    return Why(ReasonKind.OVER, said)


def _left(line: Adrift, contract: KnownContract | None, order: KnownOrder | None) -> Why:
    amount = yuan(-line.amount_fen)
    if order is not None and order.is_paid and order.amount_fen == -line.amount_fen:
        said = f"指令{order.number}已经支付，这是第二笔{amount}元。"
        return Why(ReasonKind.PAID_TWICE, said)
    if order is not None:
        said = f"指令{order.number}应付{yuan(order.amount_fen)}元，银行支付{amount}元。"
        return Why(ReasonKind.OTHER_AMOUNT, said)
    if contract is not None:
        said = f"支出{amount}元，附言为订单{contract.order_no}，银行退回或者冲正了这笔缴费。"
        return Why(ReasonKind.SENT_BACK, said)
    return Why(ReasonKind.UNKNOWN_OUT, f"支出{amount}元，没有对应的指令，收款人不明。")
