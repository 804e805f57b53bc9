"""One account's money in plain Python: lists that are added up, nothing kept but what happened.

Written without the code that it checks; it knows the rules only from docs and docstrings. Each
verb has a function here that says how it must end: the code of a refusal, or "" and what follows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction

Book = tuple[str, int | None]
WAITED = timedelta(minutes=10)


@dataclass
class Posted:
    """An entry: what it is, when, on what it rests, and its legs."""

    no: int
    kind: str
    on: date
    booked_at: datetime
    source: tuple[str, str]
    legs: dict[Book, int]
    reverses: Posted | None = None
    is_reversed: bool = False

    @property
    def stands(self) -> bool:
        return not self.is_reversed and self.reverses is None


@dataclass
class Line:
    """A movement as the bank has it; ``entry`` is None until it was taken in and booked."""

    ref: str
    on: date
    amount: int
    remark: str
    balance: int
    pk: int = 0
    entry: Posted | None = None
    way: str = ""


@dataclass
class Contract:
    pk: int
    number: str
    fee: int
    lessons: int
    signed_on: date
    state: str = "running"


@dataclass
class Taught:
    pk: int
    contract: Contract
    ref: str
    count: int
    on: date
    answer_by: date
    state: str = "delivered"


@dataclass
class Order:
    pk: int
    kind: str
    number: str
    amount: int
    contract: Contract | None
    state: str = "proposed"
    paid: Posted | None = None


@dataclass
class Model:
    """Everything that happened to one account, and the bank's own truth about it."""

    state: str = "open"
    entries: list[Posted] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    taken: int = 0  # so many of the lines came in with a statement
    contracts: list[Contract] = field(default_factory=list)
    lessons: list[Taught] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    two_over: int = 100_000

    # What the books say

    def sums(self) -> dict[Book, int]:
        total: defaultdict[Book, int] = defaultdict(int)
        for entry in self.entries:
            for book, amount in entry.legs.items():
                total[book] += amount
        return {book: amount for book, amount in total.items() if amount}

    def held(self, code: str, contract: Contract | None = None) -> int:
        return -self.sums().get((code, contract.pk if contract else None), 0)

    def unpaid(self, contract: Contract) -> int:
        fees = [one for one in self.entries if one.kind == "payment" and one.stands]
        return contract.fee + sum(one.legs.get(("pupil", contract.pk), 0) for one in fees)

    # What happens

    def post(
        self, kind: str, on: date, at: datetime, source: tuple[str, str], legs: dict[Book, int]
    ) -> Posted:
        before = self.entries[-1].booked_at if self.entries else at
        entry = Posted(len(self.entries) + 1, kind, on, max(before, at), source, legs)
        self.entries.append(entry)
        return entry

    def reverse(self, entry: Posted, at: datetime) -> None:
        legs = {book: -amount for book, amount in entry.legs.items()}
        back = self.post("reversal", entry.on, at, entry.source, legs)
        back.reverses, entry.is_reversed = entry, True

    def refuses_post(
        self, kind: str, at: datetime, source: tuple[str, str], amounts: list[int]
    ) -> str:
        if sum(amounts) or len(amounts) < 2 or not all(amounts):
            return "entry_unbalanced"
        if self.entries and self.entries[-1].booked_at > at + WAITED:
            return "clock_behind_ledger"
        same = [one for one in self.entries if one.stands and one.source == source]
        return "entry_booked" if any(one.kind == kind for one in same) else ""

    # Bank lines

    def waiting(self) -> list[Line]:
        return [line for line in self.lines[: self.taken] if not line.way]

    def book_line(self, line: Line, at: datetime) -> None:
        """Where a line belongs by itself."""
        words = set(re.findall(r"[0-9A-Za-z][0-9A-Za-z_-]{3,31}", line.remark))
        if line.amount < 0:
            fits = [one for one in self.orders if one.number in words]
            fits = [one for one in fits if one.state in ("approved", "exported")]
            paid = [one for one in fits if one.amount == -line.amount]
            return self.put(line, "order" if paid else "suspense", at, order=(paid or [None])[0])
        if "结息" in line.remark:
            return self.put(line, "interest", at)
        running = [one for one in self.contracts if one.state == "running"]
        named = [one for one in running if one.number in words]
        if named:
            is_his = len(named) == 1 and line.amount <= self.unpaid(named[0])
            return (
                self.put(line, "order_no", at, named[0])
                if is_his
                else self.put(line, "suspense", at)
            )
        near = [one for one in running if self.unpaid(one) == line.amount]
        near = [one for one in near if abs((line.on - one.signed_on).days) <= 3]
        if len(near) == 1:
            return self.put(line, "amount", at, near[0])
        return self.put(line, "suspense", at)

    def put(
        self,
        line: Line,
        way: str,
        at: datetime,
        contract: Contract | None = None,
        order: Order | None = None,
    ) -> None:
        kind, book = self._place(line, way, contract, order)
        legs: dict[Book, int] = {("bank", None): line.amount, book: -line.amount}
        line.entry = self.post(kind, line.on, at, ("bank_line", str(line.pk)), legs)
        line.way = way
        if order:
            order.state, order.paid = "paid", line.entry

    def _place(
        self, line: Line, way: str, contract: Contract | None, order: Order | None
    ) -> tuple[str, Book]:
        if order and order.contract:
            return "refund", ("refund", order.contract.pk)
        if order:
            return "release", ("releasable", None)
        if way == "interest":
            return "interest", ("interest", None)
        if contract:
            return "payment", ("pupil", contract.pk)
        return "receipt" if line.amount > 0 else "other_out", ("suspense", None)

    def take_back(self, line: Line, at: datetime) -> None:
        for order in self.orders:
            if order.paid is not None and order.paid is line.entry:
                order.state, order.paid = "exported", None
        late = [one for one in self.entries if one.kind == "teaching" and one.stands]
        late = [one for one in late if one.source == ("bank_line", str(line.pk))]
        if line.entry is not None and line.entry.stands:
            late.append(line.entry)
        for entry in late:
            self.reverse(entry, at)

    # Lessons

    def counted(self, contract: Contract, *states: str) -> int:
        mine = [one for one in self.lessons if one.contract is contract]
        return sum(one.count for one in mine if one.state in states)

    def refuses_lesson(self, contract: Contract, ref: str, count: int) -> str:
        if contract.state != "running":
            return "contract_over"
        if any(one.contract is contract and one.ref == ref for one in self.lessons):
            return "lesson_known"
        told = self.counted(contract, "delivered", "confirmed", "deemed", "disputed")
        return "lessons_used_up" if told + count > contract.lessons else ""

    def agree(self, lesson: Taught, state: str, at: datetime) -> None:
        """The session counts: what is earned by then moves on, as far as the money is there."""
        lesson.state = state
        self._earn(lesson.contract, lesson.on, at, ("lesson", str(lesson.pk)))

    def fees_came(self, lines: Iterable[Line], at: datetime) -> None:
        """What was agreed before its fee came is earned by the last fee of each contract."""
        by_contract: dict[int, tuple[Contract, Line]] = {}
        for line in lines:
            if line.entry is not None and line.entry.kind == "payment":
                pk = next(book[1] for book in line.entry.legs if book[0] == "pupil")
                contract = next(one for one in self.contracts if one.pk == pk)
                by_contract[contract.pk] = (contract, line)
        for contract, line in by_contract.values():
            if contract.state == "running" and self.counted(contract, "confirmed", "deemed"):
                self._earn(contract, line.on, at, ("bank_line", str(line.pk)))

    def _earn(self, contract: Contract, on: date, at: datetime, source: tuple[str, str]) -> None:
        """A session taken back by hand stays so; one taken back with its fee is earned again."""
        done = self.counted(contract, "confirmed", "deemed")
        moved = [one for one in self.entries if one.kind == "teaching"]
        moved = [one for one in moved if one.stands or one.source[0] == "lesson"]
        worth = self._share(contract, done)
        worth -= sum(one.legs.get(("pupil", contract.pk), 0) for one in moved)
        worth = min(worth, self.held("pupil", contract))
        if worth > 0:
            legs: dict[Book, int] = {("pupil", contract.pk): worth, ("releasable", None): -worth}
            self.post("teaching", on, at, source, legs)

    @staticmethod
    def _share(contract: Contract, lessons: int) -> int:
        return int(Fraction(contract.fee * lessons, contract.lessons) + Fraction(1, 2))

    # Orders

    def free_to_release(self) -> int:
        gone = ("refused", "paid")
        asked = [one for one in self.orders if one.kind == "release" and one.state not in gone]
        return self.held("releasable") - sum(one.amount for one in asked)

    def free_to_refund(self, contract: Contract) -> int:
        early = ("proposed", "checked", "second")
        asked = [one for one in self.orders if one.contract is contract and one.state in early]
        return self.held("pupil", contract) - sum(one.amount for one in asked)

    def refuses_release(self, amount: int) -> str:
        if self.state == "frozen":
            return "movement_barred"
        return "" if 0 < amount <= self.free_to_release() else "release_ahead_of_teaching"

    def refuses_refund(self, contract: Contract, amount: int) -> str:
        if contract.state != "running":
            return "contract_over"
        return "" if 0 < amount <= self.free_to_refund(contract) else "refund_above_rest"

    def refuses_approval(self, order: Order) -> str:
        """The first of two only says yes; the last one moves the money."""
        if order.state not in ("checked", "second"):
            return "wrong_state"
        if order.state == "checked" and order.amount > self.two_over:
            return ""
        if order.contract is None:
            return "movement_barred" if self.state == "frozen" else ""
        is_there = order.amount <= self.held("pupil", order.contract)
        return "" if is_there else "refund_above_rest"

    def approve(self, order: Order, on: date, at: datetime) -> None:
        if order.state == "checked" and order.amount > self.two_over:
            order.state = "second"
            return
        order.state = "approved"
        if order.contract:
            pk = order.contract.pk
            legs: dict[Book, int] = {("pupil", pk): order.amount, ("refund", pk): -order.amount}
            self.post("refund_due", on, at, ("order", order.number), legs)
            if not self.held("pupil", order.contract):
                order.contract.state = "refunded"
