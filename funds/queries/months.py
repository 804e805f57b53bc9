"""The month of the whole county, institution by institution: one query for page, PDF and workbook.

By the days on which things occurred, as the bank counts them. Fen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import reduce
from typing import Any

from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Coalesce

from common.clock import months_after
from funds.models import Alert, Leg
from funds.states import FEES, AlertLevel, BookCode, EntryKind

_NONE = Value(0)


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One institution in a month, or all of them: what its accounts held, what moved, what is owed.

    ``opening`` and ``closing`` are what the books say the bank holds; what came in and went out
    lies between them to the fen. ``other_in`` and ``other_out`` are what has no named kind.
    ``uncovered`` is by how much the closing balance is short of what pupils are owed.
    ``yellow`` and ``red`` are alerts that were open at the end of the month.
    """

    opening_fen: int = 0
    fees_fen: int = 0
    interest_fen: int = 0
    other_in_fen: int = 0
    released_fen: int = 0
    refunded_fen: int = 0
    other_out_fen: int = 0
    closing_fen: int = 0
    owed_fen: int = 0
    releasable_fen: int = 0
    suspense_fen: int = 0
    uncovered_fen: int = 0
    yellow: int = 0
    red: int = 0

    def plus(self, other: MonthLine) -> MonthLine:
        """Column by column."""
        return MonthLine(
            **{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)}
        )


@dataclass(frozen=True, slots=True)
class PrepaidMonth:
    """The statement of a county: each institution by name, and the sum of all."""

    first: date
    last: date
    lines: tuple[tuple[str, MonthLine], ...]

    @property
    def total(self) -> MonthLine:
        return reduce(MonthLine.plus, (line for _, line in self.lines), MonthLine())


def prepaid_month(first: date) -> PrepaidMonth:
    """The month that begins on ``first``. Two queries, however many institutions."""
    last = months_after(first, 1) - timedelta(days=1)
    alerts = _alerts(last)
    lines = tuple(
        (row["name"], _line(row, alerts.get(row["institution"], {}))) for row in _sums(first, last)
    )
    return PrepaidMonth(first, last, lines)


def _sums(first: date, last: date) -> Iterable[dict[str, Any]]:
    """A reversal counts as what it takes back, on the day of what it takes back."""
    bank = Q(book__code=BookCode.BANK)
    during = bank & Q(entry__occurred_on__gte=first)
    named = {
        "fees": Q(kind__in=FEES),
        "interest": Q(kind=EntryKind.INTEREST),
        "released": Q(kind=EntryKind.RELEASE),
        "refunded": Q(kind=EntryKind.REFUND),
    }
    other = during & ~Q(kind__in=_NAMED)
    books = {
        "owed": Q(book__code__in=[BookCode.PUPIL, BookCode.REFUND]),
        "releasable": Q(book__code=BookCode.RELEASABLE),
        "suspense": Q(book__code=BookCode.SUSPENSE),
    }
    wanted = {
        "opening": bank & Q(entry__occurred_on__lt=first),
        "closing": bank,
        **{name: during & kind for name, kind in named.items()},
        "other_in": other & Q(kind__in=_COMING),
        "other_out": other & ~Q(kind__in=_COMING),
        **books,
    }
    sums = {name: Coalesce(Sum("amount_fen", filter=kept), _NONE) for name, kept in wanted.items()}
    rows: Any = Leg.objects.filter(entry__occurred_on__lte=last).order_by()
    rows = rows.filter(account__institution__isnull=False)
    rows = rows.annotate(kind=Coalesce("entry__reverses__kind", "entry__kind"))
    rows = rows.values(institution=F("account__institution"), name=F("account__institution__name"))
    found: Iterable[dict[str, Any]] = rows.annotate(**sums).order_by("name", "institution")
    return found


_NAMED = (*FEES, EntryKind.INTEREST, EntryKind.RELEASE, EntryKind.REFUND)
_COMING = (EntryKind.RECEIPT, EntryKind.OPENING)


def _line(sums: dict[str, Any], alerts: dict[str, int]) -> MonthLine:
    owed, closing = -sums["owed"], sums["closing"]
    return MonthLine(
        opening_fen=sums["opening"],
        fees_fen=sums["fees"],
        interest_fen=sums["interest"],
        other_in_fen=sums["other_in"],
        released_fen=-sums["released"],
        refunded_fen=-sums["refunded"],
        other_out_fen=-sums["other_out"],
        closing_fen=closing,
        owed_fen=owed,
        releasable_fen=-sums["releasable"],
        suspense_fen=-sums["suspense"],
        uncovered_fen=max(0, owed - closing),
        yellow=alerts.get(AlertLevel.YELLOW, 0),
        red=alerts.get(AlertLevel.RED, 0),
    )


def _alerts(day: date) -> dict[int, dict[str, int]]:
    """Open at the end of a day, by institution and colour."""
    rows = Alert.objects.filter(opened_on__lte=day)
    rows = rows.filter(Q(closed_at__isnull=True) | Q(closed_at__date__gt=day)).order_by()
    counted = rows.values_list("account__institution", "level").annotate(count=Count("pk"))
    found: dict[int, dict[str, int]] = {}
    for institution, level, count in counted:
        found.setdefault(institution, {})[level] = count
    return found
