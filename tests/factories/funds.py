"""Prepaid money of tests: accounts, contracts and entries by the real verbs."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from typing import Any

from accounts.models import User
from funds.models import Bank, Contract, Entry, FundAccount
from funds.services import (
    Bought,
    Draft,
    Line,
    Opened,
    add_bank,
    open_account,
    post,
    register_contract,
)
from funds.states import AccountKind, BookCode, EntryKind, SourceKind
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


def booked(held: FundAccount, by: User, *, at: datetime = NOON, **said: Any) -> Entry:
    """One entry by ``post``."""
    return post(held.pk, draft(**said), by=by, at=at)
