"""Whose a bank line is: by order number, then by amount and day, else nobody's yet."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from funds.states import MatchWay

DAYS_AROUND = 3
_TOKEN = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{3,31}")
_INTEREST = ("结息", "利息")


@dataclass(frozen=True, slots=True)
class Awaited:
    """A contract that still awaits money: how much, and since when."""

    contract_id: int
    order_no: str
    unpaid_fen: int
    signed_on: date


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order that the bank may carry out, and for how much."""

    order_id: int
    number: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Match:
    """Where a line goes. ``suggested`` are contracts for a person to choose from."""

    way: MatchWay
    contract_id: int | None = None
    order_id: int | None = None
    suggested: tuple[int, ...] = ()


def order_numbers(remark: str) -> list[str]:
    """Everything in a remark that could be an order number, longest first."""
    return sorted(set(_TOKEN.findall(remark)), key=lambda one: (-len(one), one))


def match(
    amount_fen: int,
    day: date,
    remark: str,
    awaited: Collection[Awaited],
    ordered: Collection[Ordered] = (),
) -> Match:
    """Where money that came in, or left, belongs.

    An order number decides, if the contract still awaits at least that much. Without one, a
    single contract that awaits just this amount, signed within some days, is taken; several
    are suggested. Money that leaves belongs to the order whose number and amount it bears;
    without one a person looks.

    Source: registry-funds 4.3: banks do not send the payer [interpretation].
    """
    numbers = set(order_numbers(remark))
    if amount_fen < 0:
        return _left(-amount_fen, numbers, ordered)
    if any(word in remark for word in _INTEREST):
        return Match(MatchWay.INTEREST)
    named = [one for one in awaited if one.order_no in numbers]
    if named:
        fits = [one for one in named if amount_fen <= one.unpaid_fen]
        if len(named) == 1 and fits:
            return Match(MatchWay.ORDER_NO, fits[0].contract_id)
        return Match(MatchWay.SUSPENSE, suggested=_keys(named))
    near = [one for one in awaited if one.unpaid_fen == amount_fen and _is_near(one, day)]
    if len(near) == 1:
        return Match(MatchWay.AMOUNT, near[0].contract_id)
    return Match(MatchWay.SUSPENSE, suggested=_keys(near))


def _left(amount_fen: int, numbers: set[str], ordered: Collection[Ordered]) -> Match:
    fits = [one for one in ordered if one.number in numbers and one.amount_fen == amount_fen]
    return Match(MatchWay.ORDER, order_id=fits[0].order_id) if fits else Match(MatchWay.SUSPENSE)


def _is_near(awaited: Awaited, day: date) -> bool:
    return abs((day - awaited.signed_on).days) <= DAYS_AROUND


def _keys(awaited: Iterable[Awaited]) -> tuple[int, ...]:
    return tuple(one.contract_id for one in awaited)
