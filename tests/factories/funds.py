"""Prepaid money of tests: accounts, contracts and entries by the real verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

from accounts.models import User
from funds.models import Bank, Contract, Entry, FundAccount, PaymentOrder
from funds.services import (
    Bought,
    Draft,
    Held,
    Line,
    Opened,
    RefundSaid,
    add_bank,
    answer_lesson,
    approve_order,
    book_lines,
    check_order,
    import_statement,
    open_account,
    post,
    propose_refund,
    propose_release,
    record_lesson,
    register_contract,
)
from funds.states import AccountKind, BookCode, EntryKind, RefundCause, SourceKind
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import DAY, NOON

_numbers = count(1)


def supervisor() -> User:
    return UserFactory(funds_supervisor=True)


def bank(by: User) -> Bank:
    return add_bank("rcb", "县农村商业银行", by=by, at=NOON)


def account(by: User, **said: Any) -> FundAccount:
    """A supervised account of an institution of its own."""
    number = said.pop("number", f"62170000{next(_numbers):08d}")
    opened = Opened(**({"kind": AccountKind.CUSTODY, "opened_on": DAY} | said), number=number)
    return open_account(InstitutionFactory().pk, bank(by).pk, opened, by=by, at=NOON)


def contract(held: FundAccount, by: User, **said: Any) -> Contract:
    """48 lessons for 3,600 yuan."""
    bought = {
        "order_no": f"A{next(_numbers):06d}",
        "pupil": "王小明",
        "guardian": "王大明",
        "course": "初一数学",
        "fee_fen": 360000,
        "lessons": 48,
        "service_from": date(2021, 11, 15),
        "service_to": date(2022, 1, 20),
        "signed_on": DAY,
    }
    return register_contract(held.pk, Bought(**(bought | said)), by=by, at=NOON)


def draft(amount_fen: int = 360000, *, to: Contract | None = None, **said: Any) -> Draft:
    """Money that came to the bank: a contract's fee, or nobody knows whose."""
    owed = Line(BookCode.PUPIL, -amount_fen, to.pk) if to else Line(BookCode.SUSPENSE, -amount_fen)
    facts: dict[str, Any] = {
        "kind": EntryKind.PAYMENT if to else EntryKind.RECEIPT,
        "occurred_on": DAY,
        "value_on": DAY,
        "source": SourceKind.BANK_LINE,
        "source_ref": f"L{next(_numbers):06d}",
        "lines": (Line(BookCode.BANK, amount_fen), owed),
    }
    return Draft(**(facts | said))


@dataclass(frozen=True)
class Hands:
    """Who does which step of an order: proposes, checks, approves."""

    clerk: User
    checker: User
    head: User


def hands() -> Hands:
    return Hands(supervisor(), supervisor(), UserFactory(section_head=True))


def paid(held: FundAccount, by: User, **said: Any) -> Contract:
    """A contract whose fee came to the bank."""
    bought = contract(held, by, **said)
    booked(held, by, amount_fen=bought.fee_fen, to=bought)
    return bought


def taught(bought: Contract, by: User, count: int, *, on: date = DAY, agreed: bool = True) -> None:
    """So many lessons, which the parent confirmed."""
    lesson = record_lesson(bought.pk, Held(f"K{next(_numbers)}", on, count), by=by, at=NOON)
    if agreed:
        answer_lesson(lesson.pk, "confirm", by=by, at=NOON)


def refund(bought: Contract, hands: Hands, amount_fen: int, **said: Any) -> PaymentOrder:
    """A refund that was proposed."""
    facts = {"cause": RefundCause.CONSUMER, "reason": "搬家"} | said
    asked = RefundSaid(amount_fen, **facts)
    return propose_refund(bought.pk, asked, by=hands.clerk, at=NOON)


def release(held: FundAccount, hands: Hands, amount_fen: int) -> PaymentOrder:
    """A release that was proposed."""
    return propose_release(held.pk, amount_fen, by=hands.clerk, at=NOON)


def approved(order: PaymentOrder, hands: Hands) -> PaymentOrder:
    """The same, checked and approved."""
    check_order(order.pk, by=hands.checker, at=NOON)
    return approve_order(order.pk, by=hands.head, at=NOON)


def told_by_bank(held: FundAccount, by: User, *lines: str) -> None:
    """A statement of lines ``day,amount,balance,reference,remark``, taken in and booked."""
    text = "\n".join(["日期,交易金额,余额,凭证号,摘要", *lines, ""])
    import_statement(held.pk, text.encode(), name="流水.csv", layout="signed", by=by, at=NOON)
    book_lines(held.pk, at=NOON)


def booked(held: FundAccount, by: User, *, at: datetime = NOON, **said: Any) -> Entry:
    """One entry by ``post``."""
    return post(held.pk, draft(**said), by=by, at=at)
