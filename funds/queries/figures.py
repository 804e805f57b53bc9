"""The figures of an account at the end of a day, for the rules that watch it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import TruncMonth

from funds.models import Entry, FundAccount, Leg
from funds.queries.reconciling import last_told
from funds.rules.watching import Figures, Moved
from funds.states import FEES, BookCode, EntryKind


def figures_on(account: FundAccount, day: date) -> Figures:
    """By days on which things occurred, as the bank counts them; five or six queries."""
    bank = Leg.objects.filter(account=account, book__code=BookCode.BANK)
    balance = bank.filter(entry__occurred_on__lte=day).aggregate(total=Sum("amount_fen"))["total"]
    return Figures(
        day=day,
        balance_fen=balance or 0,
        bank_fen=last_told(account.pk, day),
        moved=_moved(account, day),
        outflow_fen=_outflow(account, day),
        fees_by_month=fees_by_month([account.pk], day).get(account.pk, {}),
        own_minimum_fen=account.own_minimum_fen,
    )


def _outflow(account: FundAccount, day: date) -> int:
    """What left in the month so far; a match that was taken back moved nothing."""
    rows = _movements(account).filter(amount_fen__lt=0)
    rows = rows.filter(entry__occurred_on__range=(day.replace(day=1), day))
    return -(rows.aggregate(total=Sum("amount_fen"))["total"] or 0)


def _moved(account: FundAccount, day: date) -> tuple[Moved, ...]:
    rows = _movements(account).filter(entry__occurred_on=day).order_by("version")
    return tuple(Moved(*row) for row in rows.values_list("amount_fen", "previous_fen"))


def moved_since_watched(account: FundAccount) -> Iterator[tuple[date, Iterator[Moved]]]:
    """Day by day the movements that nobody has judged yet, whenever they occurred.

    A statement that comes days later is judged then. What was booked anew after a reversal is
    the same movement of the bank, and was judged.
    """
    before = Entry.objects.filter(
        account=account,
        source=OuterRef("entry__source"),
        source_ref=OuterRef("entry__source_ref"),
        no__lte=account.watched_no,
    ).exclude(kind=EntryKind.REVERSAL)
    before = before.exclude(reversed_by__no__lte=account.watched_no)  # nobody saw it stand
    rows = _movements(account).filter(~Exists(before), entry__no__gt=account.watched_no)
    found = rows.order_by("entry__occurred_on", "version").values_list(
        "entry__occurred_on", "amount_fen", "previous_fen"
    )
    for day, moved in groupby(found.iterator(), key=itemgetter(0)):
        yield day, (Moved(amount, was) for _, amount, was in moved)


def _movements(account: FundAccount) -> QuerySet[Leg]:
    """What the bank moved and nobody took back."""
    rows = Leg.objects.filter(account=account, book__code=BookCode.BANK)
    return rows.filter(entry__reversed_by__isnull=True).exclude(entry__kind=EntryKind.REVERSAL)


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
