"""Ledger against bank, account by account and day by day. Fen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, Sum

from funds.models import BankLine, FundAccount, Leg
from funds.rules.balances import difference
from funds.states import BookCode, DayCheck
from funds.terms import tolerance_on

# For each account and day: what the bank's newest word says, and whether a statement covers the
# day. A line's own balance counts first; else the closing balance of a file that ends there.
_TOLD = """
SELECT cell.account_id, cell.day, coalesce(line.balance_fen, file.closing_fen) AS told,
    EXISTS (SELECT FROM funds_bankstatement s WHERE s.account_id = cell.account_id
        AND cell.day BETWEEN s.first_day AND s.last_day) AS covered
FROM (SELECT a AS account_id, d::date AS day FROM unnest(%s::bigint[]) a
    CROSS JOIN generate_series(%s::date, %s::date, interval '1 day') d) cell
LEFT JOIN LATERAL (SELECT balance_fen, booked_on FROM funds_bankline l
    WHERE l.account_id = cell.account_id AND l.booked_on <= cell.day
    ORDER BY l.booked_on DESC, l.id DESC LIMIT 1) line ON true
LEFT JOIN LATERAL (SELECT closing_fen FROM funds_bankstatement s
    WHERE s.account_id = cell.account_id AND s.last_day <= cell.day
        AND s.last_day = line.booked_on AND s.closing_fen IS NOT NULL
    ORDER BY s.imported_at DESC, s.id DESC LIMIT 1) file ON true
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """One account on one day. ``bank_fen`` None: no statement covers it, or it tells no balance."""

    day: date
    check: DayCheck
    ledger_fen: int
    bank_fen: int | None
    apart_fen: int = 0


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One account over the days. ``waiting`` lines came in and are not booked yet."""

    account: FundAccount
    cells: list[Cell]
    waiting: int

    @property
    def differing(self) -> int:
        return sum(1 for cell in self.cells if cell.check == DayCheck.DIFFERS)


def board(accounts: Sequence[FundAccount], first: date, last: date) -> list[BoardLine]:
    """Every day of the span for every account, at the end of the day; five queries.

    Nothing here is put right: what differs is for a person to look at.
    """
    keys = [account.pk for account in accounts]
    told, held = _told(keys, first, last), _held(keys, first, last)
    tolerance, waiting = tolerance_on(last), _waiting(keys)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [
        BoardLine(
            account,
            [_cell(account, day, held, told, tolerance) for day in days],
            waiting.get(account.pk, 0),
        )
        for account in accounts
    ]


_Key = tuple[int, date]


def _cell(
    account: FundAccount,
    day: date,
    held: dict[_Key, int],
    told: dict[_Key, tuple[int | None, bool]],
    tolerance: int,
) -> Cell:
    ledger = held[account.pk, day]
    bank, is_covered = told[account.pk, day]
    if day < account.opened_on or (account.closed_on is not None and day > account.closed_on):
        return Cell(day, DayCheck.NOT_HELD, ledger, None)
    if not is_covered:
        return Cell(day, DayCheck.NO_STATEMENT, ledger, None)
    if bank is None:
        return Cell(day, DayCheck.NO_BALANCE, ledger, None)
    apart = difference(ledger, bank, tolerance)
    return Cell(day, DayCheck.DIFFERS if apart else DayCheck.AGREES, ledger, bank, apart)


def _told(keys: list[int], first: date, last: date) -> dict[_Key, tuple[int | None, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [keys, first, last])
        return {
            (account, day): (told, covered) for account, day, told, covered in cursor.fetchall()
        }


def _held(keys: list[int], first: date, last: date) -> dict[_Key, int]:
    """The bank's book at the end of each day, by the days on which things occurred."""
    bank = Leg.objects.filter(account__in=keys, book__code=BookCode.BANK).order_by()
    before = bank.filter(entry__occurred_on__lt=first).values("account")
    running = {row["account"]: row["fen"] for row in before.annotate(fen=Sum("amount_fen"))}
    days = bank.filter(entry__occurred_on__range=(first, last))
    sums = days.values("account", "entry__occurred_on").annotate(fen=Sum("amount_fen"))
    moved = {(row["account"], row["entry__occurred_on"]): row["fen"] for row in sums}
    held: dict[_Key, int] = {}
    for key in keys:
        total = running.get(key, 0)
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            total += moved.get((key, day), 0)
            held[key, day] = total
    return held


def _waiting(keys: list[int]) -> dict[int, int]:
    rows = BankLine.objects.waiting().filter(account__in=keys).order_by().values("account")
    return {row["account"]: row["lines"] for row in rows.annotate(lines=Count("pk"))}
