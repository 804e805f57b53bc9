"""The figures of an account at the end of a day, for the rules that watch it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import TruncMonth

from funds.models import Entry, FundAccount, Leg
from funds.queries.balances import held_in
from funds.queries.reconciling import last_told
from funds.rules.watching import Figures, Moved
from funds.states import FEES, BookCode, EntryKind


def figures_on(account: FundAccount, day: date) -> Figures:
    """By days on which things occurred, as the bank counts them; six or seven queries."""
    return Figures(
        day=day,
        balance_fen=_balance(account, day),
        bank_fen=last_told(account.pk, day),
        moved=_moved(account, day),
        outflow_fen=_outflow(account, day),
        fees_by_month=fees_by_month([account.pk], day).get(account.pk, {}),
        own_minimum_fen=account.own_minimum_fen,
    )


def _balance(account: FundAccount, day: date) -> int:
    """What is there now without what occurred later: of years, the few days behind ``day``."""
    later = _at_bank(account).filter(entry__occurred_on__gt=day)
    return -held_in(account, BookCode.BANK) - (
        later.aggregate(total=Sum("amount_fen"))["total"] or 0
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
    rows = _at_bank(account).filter(entry__reversed_by__isnull=True)
    return rows.exclude(entry__kind=EntryKind.REVERSAL)


def _at_bank(account: FundAccount) -> QuerySet[Leg]:
    """The entry is asked for its account as well: by that and its day the few are found."""
    return Leg.objects.filter(entry__account=account, account=account, book__code=BookCode.BANK)


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
