"""An account at a past day, and from day to day. Fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery, Sum

from common.clock import at_time
from funds.models import Book, FundAccount, Leg
from funds.states import CHARTS, BookCode


@dataclass(frozen=True, slots=True)
class PastBalance:
    """One line of the chart at the end of a day, all pupils together. Debit positive.

    ``known_then_fen`` is by what had been written until then, ``known_now_fen`` by everything
    that counts from that day or before, whenever it was written.
    """

    code: BookCode
    known_then_fen: int
    known_now_fen: int

    @property
    def apart_fen(self) -> int:
        return self.known_now_fen - self.known_then_fen


@dataclass(frozen=True, slots=True)
class DayEnd:
    """What the bank's book held at the end of a day, and by how much the day moved it."""

    day: date
    moved_fen: int
    balance_fen: int


def balances_on(account: FundAccount, day: date) -> list[PastBalance]:
    """Every line of the chart, also those in which nothing ever stood. Two queries."""
    then, now = _known_then(account, day), _known_now(account, day)
    chart = CHARTS[account.kind]
    return [PastBalance(code, then.get(code, 0), now.get(code, 0)) for code in chart]


def day_ends(account: FundAccount, first: date, last: date) -> list[DayEnd]:
    """Each day of a span, by the day from which money counts (起息日). Two queries."""
    rows = Leg.objects.filter(account=account, book__code=BookCode.BANK, value_on__lte=last)
    before = rows.filter(value_on__lt=first).aggregate(total=Sum("amount_fen"))["total"] or 0
    days = rows.filter(value_on__gte=first).order_by().values("value_on")
    moved = {row["value_on"]: row["total"] for row in days.annotate(total=Sum("amount_fen"))}
    found = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        before += moved.get(day, 0)
        found.append(DayEnd(day, moved.get(day, 0), before))
    return found


def _known_then(account: FundAccount, day: date) -> dict[str, int]:
    over = at_time(day + timedelta(days=1), 0)
    legs = Leg.objects.filter(book=OuterRef("pk"), booked_at__lt=over)
    last = legs.order_by("-booked_at", "-version").values("balance_fen")[:1]
    rows = Book.objects.filter(account=account).annotate(fen=Subquery(last))
    total = rows.order_by().values("code").annotate(total=Sum("fen"))
    return {row["code"]: row["total"] or 0 for row in total}


def _known_now(account: FundAccount, day: date) -> dict[str, int]:
    rows = Leg.objects.filter(account=account, value_on__lte=day).order_by()
    total = rows.values("book__code").annotate(total=Sum("amount_fen"))
    return {row["book__code"]: row["total"] for row in total}
