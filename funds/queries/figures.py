"""The figures of an account at the end of a day, for the rules that watch it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth

from funds.models import FundAccount, Leg
from funds.queries.reconciling import last_told
from funds.rules.watching import Figures, Moved
from funds.states import FEES, BookCode, EntryKind


def figures_on(account: FundAccount, day: date) -> Figures:
    """By days on which things occurred, as the bank counts them; five queries."""
    bank = Leg.objects.filter(account=account, book__code=BookCode.BANK)
    month = day.replace(day=1)
    left = Q(entry__occurred_on__gte=month, amount_fen__lt=0)
    known = bank.filter(entry__occurred_on__lte=day)
    sums = known.aggregate(balance=Sum("amount_fen"), outflow=Sum("amount_fen", filter=left))
    return Figures(
        day=day,
        balance_fen=sums["balance"] or 0,
        bank_fen=last_told(account.pk, day),
        moved=_moved(account, day),
        outflow_fen=-(sums["outflow"] or 0),
        fees_by_month=_fees(account, day),
        own_minimum_fen=account.own_minimum_fen,
    )


def _moved(account: FundAccount, day: date) -> tuple[Moved, ...]:
    rows = Leg.objects.filter(
        account=account, book__code=BookCode.BANK, entry__occurred_on=day
    ).exclude(entry__kind=EntryKind.REVERSAL)
    rows = rows.filter(entry__reversed_by__isnull=True).order_by("version")
    return tuple(Moved(*row) for row in rows.values_list("amount_fen", "previous_fen"))


def _fees(account: FundAccount, day: date) -> dict[date, int]:
    rows = Leg.objects.filter(
        account=account,
        book__code=BookCode.PUPIL,
        entry__kind__in=FEES,
        entry__reversed_by__isnull=True,
        entry__occurred_on__lte=day,
    )
    months = rows.annotate(month=TruncMonth("entry__occurred_on")).order_by().values("month")
    return {row["month"]: -row["fees"] for row in months.annotate(fees=Sum("amount_fen"))}
