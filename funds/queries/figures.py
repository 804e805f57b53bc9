"""The figures of an account at the end of a day, for the rules that watch it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth

from funds.models import BankLine, BankStatement, FundAccount, Leg
from funds.rules.watching import Figures, Moved
from funds.states import FEES, BookCode, EntryKind


def figures_on(account: FundAccount, day: date) -> Figures:
    """By days on which things occurred, as the bank counts them; five or six queries."""
    bank = Leg.objects.filter(account=account, book__code=BookCode.BANK)
    month = day.replace(day=1)
    left = Q(entry__occurred_on__gte=month, amount_fen__lt=0)
    known = bank.filter(entry__occurred_on__lte=day)
    sums = known.aggregate(balance=Sum("amount_fen"), outflow=Sum("amount_fen", filter=left))
    return Figures(
        day=day,
        balance_fen=sums["balance"] or 0,
        bank_fen=_told_by_bank(account, day),
        moved=_moved(account, day),
        outflow_fen=-(sums["outflow"] or 0),
        fees_by_month=fees_by_month([account.pk], day).get(account.pk, {}),
        own_minimum_fen=account.own_minimum_fen,
    )


def _told_by_bank(account: FundAccount, day: date) -> int | None:
    """The balance after the last line of the day or before; None when the bank tells none.

    Where lines bear no balance (MT940, camt.053), the closing balance of the file that ends with
    that line's day.
    """
    lines = BankLine.objects.filter(account=account, booked_on__lte=day)
    line = lines.order_by("-booked_on", "-pk").first()
    if line is None or line.balance_fen is not None:
        return line.balance_fen if line else None
    files = BankStatement.objects.filter(account=account, last_day=line.booked_on)
    files = files.exclude(closing_fen=None).order_by("-imported_at", "-pk")
    found: int | None = files.values_list("closing_fen", flat=True).first()
    return found


def _moved(account: FundAccount, day: date) -> tuple[Moved, ...]:
    rows = Leg.objects.filter(
        account=account, book__code=BookCode.BANK, entry__occurred_on=day
    ).exclude(entry__kind=EntryKind.REVERSAL)
    rows = rows.filter(entry__reversed_by__isnull=True).order_by("version")
    return tuple(Moved(*row) for row in rows.values_list("amount_fen", "previous_fen"))


def fees_by_month(accounts: Sequence[int], day: date) -> dict[int, dict[date, int]]:
    """Fees that were taken until a day, by account and first day of the month; one query."""
    rows = Leg.objects.filter(
        account__in=accounts,
        book__code=BookCode.PUPIL,
        entry__kind__in=FEES,
        entry__reversed_by__isnull=True,
        entry__occurred_on__lte=day,
    )
    months = rows.annotate(month=TruncMonth("entry__occurred_on")).order_by()
    found: dict[int, dict[date, int]] = {}
    for row in months.values("account", "month").annotate(fees=Sum("amount_fen")):
        found.setdefault(row["account"], {})[row["month"]] = -row["fees"]
    return found
