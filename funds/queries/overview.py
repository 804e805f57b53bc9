"""Accounts side by side: what each holds and must hold, and how alarming it is. Fen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, OuterRef, Q, Subquery

from funds.models import Alert, Book, FundAccount, Leg
from funds.queries.figures import fees_by_month
from funds.rules.watching import Figures, minimum_of
from funds.states import AlertLevel, BookCode
from funds.terms import limits_on

# The books of the accounts themselves: a handful each, however many pupils there are.
_OWN_BOOKS = """
SELECT b.code, sum(l.balance_fen)::bigint FROM funds_book b
JOIN funds_fundaccount a ON a.id = b.account_id AND a.institution_id IS NOT NULL
JOIN LATERAL (SELECT balance_fen FROM funds_leg WHERE book_id = b.id
    ORDER BY version DESC LIMIT 1) l ON true
WHERE b.contract_id IS NULL GROUP BY b.code
"""


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account in a list. ``minimum_fen`` None: no rule sets one for it today."""

    account: FundAccount
    balance_fen: int
    minimum_fen: int | None
    red: int
    yellow: int

    @property
    def is_short(self) -> bool:
        return self.minimum_fen is not None and self.balance_fen < self.minimum_fen


@dataclass(frozen=True, slots=True)
class CountyFunds:
    """All accounts of institutions together. ``pupils_fen`` is owed to pupils, refunds that are due included."""

    bank_fen: int
    pupils_fen: int
    releasable_fen: int
    suspense_fen: int


def account_lines(accounts: Sequence[FundAccount], day: date) -> list[AccountLine]:
    """The same number of queries however many accounts."""
    keys = [account.pk for account in accounts]
    held, fees, limits = _held(keys), fees_by_month(keys, day), limits_on(day)
    alarms = _alarms(keys)
    found = []
    for account in accounts:
        balance = held.get(account.pk, 0)
        figures = Figures(
            day=day,
            balance_fen=balance,
            fees_by_month=fees.get(account.pk, {}),
            own_minimum_fen=account.own_minimum_fen,
        )
        red, yellow = alarms.get(account.pk, (0, 0))
        found.append(AccountLine(account, balance, minimum_of(figures, limits), red, yellow))
    return found


def county_funds() -> CountyFunds:
    """One query. What pupils are owed is what the bank holds less what others are owed,
    since the books of an account sum to nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OWN_BOOKS)
        held = dict(cursor.fetchall())
    return CountyFunds(
        bank_fen=held.get(BookCode.BANK, 0),
        pupils_fen=sum(held.values()),
        releasable_fen=-held.get(BookCode.RELEASABLE, 0),
        suspense_fen=-held.get(BookCode.SUSPENSE, 0),
    )


def _held(keys: list[int]) -> dict[int, int]:
    last = Leg.objects.filter(book=OuterRef("pk")).order_by("-version").values("balance_fen")[:1]
    rows = Book.objects.filter(account__in=keys, code=BookCode.BANK)
    found = rows.annotate(balance_fen=Subquery(last)).values_list("account", "balance_fen")
    return {account: balance or 0 for account, balance in found}


def _alarms(keys: list[int]) -> dict[int, tuple[int, int]]:
    """Open alerts of each account: red ones, yellow ones."""
    rows = Alert.objects.open().filter(account__in=keys).order_by().values("account")
    red, yellow = (Q(level=level) for level in (AlertLevel.RED, AlertLevel.YELLOW))
    counted = rows.annotate(red=Count("pk", filter=red), yellow=Count("pk", filter=yellow))
    return {row["account"]: (row["red"], row["yellow"]) for row in counted}
