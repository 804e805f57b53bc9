"""One account's month: contracts, payments, lessons and orders, and the files its bank sends."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Sum

from common.clock import at_time
from funds.models import Contract, FundAccount
from funds.queries import held_in
from funds.services import (
    Bought,
    Held,
    RefundSaid,
    answer_lesson,
    approve_order,
    book_lines,
    check_order,
    propose_refund,
    propose_release,
    receive_file,
    record_lesson,
    register_contract,
    register_contracts,
)
from funds.states import BookCode, OrderKind, OrderState, RefundCause
from operations.fundcounty.banks import CSV, BankOfTheCounty, Sheet, Told
from operations.fundcounty.mistakes import (
    BY_THE_BANK,
    ON_PAPER,
    Mistake,
    Movement,
    Planted,
    bank_did,
    misprinted,
    torn,
)
from operations.fundcounty.people import Keepers

COURSES = ("初一数学", "初二物理", "英语口语", "书法", "少儿编程", "篮球", "美术", "古筝")
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"
GIVEN = "明华芳敏静丽强磊军洋勇艳杰娟涛超秀霞平刚桂英玉兰斌鹏"
LESSONS, TAUGHT_AT_ONCE, EVERY = 48, 4, 5
Keep = Callable[[str, bytes], None]


@dataclass(frozen=True, slots=True)
class Span:
    """The days that one file covers."""

    no: int
    first: date
    last: date


@dataclass(slots=True)
class MonthOfAccount:
    """Plays one account; ``mistake`` happens in ``bad_file``, 0 for the first file of the month."""

    account: FundAccount
    bank: BankOfTheCounty
    keepers: Keepers
    dice: random.Random
    pupils: int
    keep: Keep
    mistake: Mistake | None = None
    bad_file: int = 1
    true_fen: int = 0
    refs: int = 0
    waiting: list[Movement] = field(default_factory=list)
    paid: list[Contract] = field(default_factory=list)
    planted: Planted | None = None

    def play(self, spans: Sequence[Span]) -> Planted | None:
        for span in spans:
            self._sell(span, self.pupils * (2 if span.no == 0 else 1) // (len(spans) + 1))
            self._file(span, is_last=span.no == len(spans) - 1)
            if span.no < len(spans) - 1:
                self._teach(span)
                self._order(span)
        return self.planted

    def _sell(self, span: Span, count: int) -> None:
        """Contracts of these days, each paid within two days, some in two parts."""
        days = [self._day(span.first, span.last) for _ in range(count)]
        if span.no == 0:  # somebody must have paid before lessons and refunds begin
            days[:2] = [span.first] * 2
        told = [self._bought(on, self.dice.randrange(12, 49) * 10000) for on in days]
        at, by = at_time(span.last, 18), self.keepers.clerk
        for contract in register_contracts(self.account.pk, told, by=by, at=at):
            on = contract.signed_on + timedelta(days=self.dice.randrange(3))
            if self._is_bad(span):  # enough lines for a mistake to hide among
                on = min(on, span.last)
            if span.no == 0 and on <= span.last:
                self.paid.append(contract)
            self._pays(contract, on)
        if self._is_bad(span) and self.mistake in (Mistake.NO_ORDER, Mistake.WRONG_ORDER):
            self._pays_wrong(span)

    def _bought(self, signed: date, fee_fen: int) -> Bought:
        dice = self.dice
        child = dice.choice(FAMILY) + "".join(dice.choices(GIVEN, k=2))
        self.refs += 1
        return Bought(
            order_no=f"DD{self.account.number[-8:]}{self.refs:05d}",
            pupil=child,
            guardian=child[0] + "".join(dice.choices(GIVEN, k=2)),
            course=dice.choice(COURSES),
            fee_fen=fee_fen,
            lessons=LESSONS,
            service_from=signed + timedelta(days=5),
            service_to=signed + timedelta(days=85),
            signed_on=signed,
        )

    def _pays(self, contract: Contract, on: date) -> None:
        remark, fee = f"学费 {contract.order_no}", contract.fee_fen
        if self.dice.random() < 0.05:
            part = fee // 2 + 100
            self.waiting.append(Movement(on, part, remark, "part"))
            self.waiting.append(Movement(on, fee - part, remark, "part"))
        else:
            self.waiting.append(Movement(on, fee, remark))

    def _pays_wrong(self, span: Span) -> None:
        """Days after the contract and by an amount of its own, so that nothing finds it."""
        fee, at = self.dice.randrange(1000, 4000) * 100 + 37, at_time(span.last, 18)
        said = self._bought(span.first, fee)
        contract = register_contract(self.account.pk, said, by=self.keepers.clerk, at=at)
        number = contract.order_no
        wrong = (
            f"学费 {number[:-5]}9{number[-4:]}" if self.mistake == Mistake.WRONG_ORDER else "学费"
        )
        on = span.first + timedelta(days=5)
        self.waiting.append(Movement(on, contract.fee_fen, wrong, "wrong"))
        self.planted = self._plant(span, contract.fee_fen)

    def _file(self, span: Span, *, is_last: bool) -> None:
        moves = [one for one in self.waiting if one.on <= span.last]
        self.waiting = [one for one in self.waiting if one.on > span.last]
        if is_last:
            interest = self.dice.randrange(100, 9000)
            moves.append(Movement(span.last, interest, "结息", "interest"))
        if self._is_bad(span) and self.mistake in BY_THE_BANK:
            moves, adrift = bank_did(self.mistake, moves, span.last, self.dice)
            self.planted = self._plant(span, adrift)
        sheet = self._sheet(span, sorted(moves, key=lambda one: one.on))
        if self._is_bad(span) and self.mistake in ON_PAPER:
            sheet, apart = misprinted(self.mistake, sheet, self.dice)
            self.planted = self._plant(span, apart)
        content = self.bank.write(sheet)
        if self._is_bad(span) and self.mistake == Mistake.TORN_FILE:
            encoding = "gbk" if sheet.is_old else "utf-8-sig"
            content = torn(content, self.bank.kind, encoding=encoding)
            self.planted = self._plant(span, None)
        self._send(span, content)

    def _sheet(self, span: Span, moves: Sequence[Movement]) -> Sheet:
        opening, lines = self.true_fen, []
        for one in moves:
            self.true_fen += one.amount_fen
            self.refs += 1
            ref = f"{one.on:%y%m%d}{self.refs:07d}"
            lines.append(Told(one.on, one.amount_fen, ref, one.remark, self.true_fen))
        return Sheet(
            account=self.account.number,
            opening_fen=opening,
            closing_fen=self.true_fen,
            first=span.first,
            last=span.last,
            lines=lines,
            is_old=self.bank.kind == CSV and int(self.account.number[-1]) % 2 == 0,
        )

    def _send(self, span: Span, content: bytes) -> None:
        name = f"{self.account.number_tail}-{span.first:%Y%m%d}.{self.bank.ending}"
        self.keep(f"{self.bank.code}-{name}", content)
        at = at_time(span.last, 20)
        key, layout, by = self.account.pk, self.bank.layout, self.keepers.clerk
        receive_file(key, content, name=name, layout=layout, by=by, at=at)
        book_lines(key, at=at_time(span.last, 20, 10))

    def _teach(self, span: Span) -> None:
        at = at_time(span.last, 21)
        for contract in self.paid[1::EVERY]:
            held = Held(f"{span.no}", span.last, TAUGHT_AT_ONCE)
            lesson = record_lesson(contract.pk, held, by=self.keepers.clerk, at=at)
            answer_lesson(lesson.pk, "confirm", by=self.keepers.clerk, at=at)

    def _order(self, span: Span) -> None:
        """What was taught is released; one refund in the first days. The bank pays it next week."""
        at, by = at_time(span.last, 22), self.keepers.clerk
        ended = (OrderState.PAID, OrderState.REFUSED)
        asked = self.account.orders.filter(kind=OrderKind.RELEASE).exclude(state__in=ended)
        on_the_way = asked.aggregate(total=Sum("amount_fen"))["total"] or 0
        free = held_in(self.account, BookCode.RELEASABLE) - on_the_way
        if free > 0:
            self._approve(propose_release(self.account.pk, free, by=by, at=at).pk, span)
        if span.no == self.bad_file - 1:
            contract = self.paid[0]
            said = RefundSaid(contract.fee_fen, RefundCause.CONSUMER, "搬家")
            self._approve(propose_refund(contract.pk, said, by=by, at=at).pk, span)

    def _approve(self, order_id: int, span: Span) -> None:
        at, who = at_time(span.last, 22), self.keepers
        check_order(order_id, by=who.checker, at=at)
        order = approve_order(order_id, by=who.head, at=at)
        if order.state == OrderState.SECOND:
            order = approve_order(order_id, by=who.bureau_head, at=at)
        on = span.last + timedelta(days=2)
        self.waiting.append(Movement(on, -order.amount_fen, order.number, order.kind))

    def _is_bad(self, span: Span) -> bool:
        return span.no == self.bad_file

    def _plant(self, span: Span, amount_fen: int | None) -> Planted:
        assert self.mistake is not None, "somebody asked for one"
        return Planted(self.mistake, self.account.pk, span.first, span.last, amount_fen)

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.dice.randrange((last - first).days + 1))
