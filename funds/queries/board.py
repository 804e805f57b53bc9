"""Ledger against bank for the page: some accounts, day by day, with what has to be looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from funds.models import BankLine, FundAccount
from funds.queries.reconciling import DayOfAccount, Reason, days_and_reasons
from funds.states import DayState


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One account over the days. ``waiting`` lines came in and are not booked yet."""

    account: FundAccount
    cells: list[DayOfAccount]
    reasons: list[Reason]
    waiting: int

    @property
    def differing(self) -> int:
        return sum(1 for cell in self.cells if cell.state == DayState.DIFFERS)


def board(accounts: Sequence[FundAccount], first: date, last: date) -> list[BoardLine]:
    """Every day of the span for every account, and each reason told in it, by account and day.

    A constant number of queries. Nothing here is put right: what differs is for a person.
    """
    days, why = days_and_reasons(first, last, accounts=accounts)
    cells: dict[int, list[DayOfAccount]] = defaultdict(list)
    for cell in days:
        cells[cell.account_id].append(cell)
    reasons: dict[int, list[Reason]] = defaultdict(list)
    for reason in why:
        reasons[reason.account_id].append(reason)
    waiting = _waiting([account.pk for account in accounts])
    return [
        BoardLine(row, cells[row.pk], reasons[row.pk], waiting.get(row.pk, 0)) for row in accounts
    ]


def _waiting(keys: list[int]) -> dict[int, int]:
    rows = BankLine.objects.waiting().filter(account__in=keys).order_by().values("account")
    return {row["account"]: row["lines"] for row in rows.annotate(lines=Count("pk"))}
