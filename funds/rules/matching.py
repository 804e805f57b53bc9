"""Whose a bank line is: by order number, then by amount and day, else nobody's yet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter

from funds.states import BookCode, MatchWay

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
class Came:
    """A line as the matching reads it. ``amount_fen`` is positive for money that came in."""

    amount_fen: int
    day: date
    remark: str


@dataclass(frozen=True, slots=True)
class Match:
    """Where a line goes. ``suggested`` are contracts for a person to choose from.

    ``book`` is the line of a school's chart that it belongs to.
    """

    way: MatchWay
    contract_id: int | None = None
    order_id: int | None = None
    suggested: tuple[int, ...] = ()
    book: BookCode | None = None


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
    if is_interest(remark):
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


def by_words(found: Match, line: Came, words: Mapping[BookCode, Collection[str]]) -> Match:
    """What came to a school's account and would stand in suspense, by what its remark says.

    Words of two books say nothing: a person looks.
    """
    if found.way != MatchWay.SUSPENSE or line.amount_fen < 0:
        return found
    books = [book for book, said in words.items() if any(word in line.remark for word in said)]
    return Match(MatchWay.WORDS, book=books[0]) if len(books) == 1 else found


def is_interest(remark: str) -> bool:
    """The bank says that it pays interest."""
    return any(word in remark for word in _INTEREST)


def match_all(
    lines: Sequence[Came], awaited: Iterable[Awaited], ordered: Iterable[Ordered] = ()
) -> list[Match]:
    """Each line as ``match`` finds it, after the ones before it: what one brought is no longer
    awaited, and an order is carried out once. Time grows with the lines, not with the contracts.
    """
    waiting = _Waiting(awaited)
    orders = {one.number: one for one in ordered}
    found = []
    for line in lines:
        numbers = order_numbers(line.remark)
        fits = [orders[number] for number in numbers if number in orders]
        near = waiting.near(line.amount_fen, numbers)
        one = match(line.amount_fen, line.day, line.remark, near, fits)
        for used in fits:
            if used.order_id == one.order_id:
                del orders[used.number]
        if one.contract_id is not None:
            waiting.paid(one.contract_id, line.amount_fen)
        found.append(one)
    return found


class _Waiting:
    """Contracts by what a line can name: their number, or just what they await."""

    def __init__(self, awaited: Iterable[Awaited]) -> None:
        self._all: dict[int, Awaited] = {}
        self._numbers: dict[str, int] = {}
        self._amounts: defaultdict[int, set[int]] = defaultdict(set)
        for one in awaited:
            self._numbers[one.order_no] = one.contract_id
            self._put(one)

    def near(self, amount_fen: int, numbers: Iterable[str]) -> list[Awaited]:
        """All that can matter for a line: those it names, else those that await its amount."""
        named = [self._numbers[number] for number in numbers if number in self._numbers]
        keys = named or self._amounts.get(amount_fen, set())
        return sorted((self._all[key] for key in keys), key=attrgetter("contract_id"))

    def paid(self, contract_id: int, amount_fen: int) -> None:
        before = self._all[contract_id]
        self._amounts[before.unpaid_fen].discard(contract_id)
        self._put(replace(before, unpaid_fen=before.unpaid_fen - amount_fen))

    def _put(self, one: Awaited) -> None:
        self._all[one.contract_id] = one
        self._amounts[one.unpaid_fen].add(one.contract_id)


def _left(amount_fen: int, numbers: set[str], ordered: Collection[Ordered]) -> Match:
    fits = [one for one in ordered if one.number in numbers and one.amount_fen == amount_fen]
    return Match(MatchWay.ORDER, order_id=fits[0].order_id) if fits else Match(MatchWay.SUSPENSE)


def _is_near(awaited: Awaited, day: date) -> bool:
    return abs((day - awaited.signed_on).days) <= DAYS_AROUND


def _keys(awaited: Iterable[Awaited]) -> tuple[int, ...]:
    return tuple(one.contract_id for one in awaited)
