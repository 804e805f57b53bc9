"""What a book holds: now, as it was known at a moment, and as it counts on a day. Fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from funds.models import Book, Contract, Entry, FundAccount, Leg
from funds.rules.settling import closing_obstacles
from funds.states import BookCode, ClosingObstacle


@dataclass(frozen=True, slots=True)
class JournalSize:
    """How many rows a journal has."""

    entries: int
    legs: int


def journal_size() -> JournalSize:
    """Of the whole county."""
    return JournalSize(Entry.objects.count(), Leg.objects.count())


def balance(book: Book) -> int:
    """After the last leg."""
    return _last(Leg.objects.filter(book=book).order_by("-version"))


def balance_as_booked(book: Book, at: datetime) -> int:
    """As it was known at a moment: by what had been written until then, whatever came later."""
    rows = Leg.objects.filter(book=book, booked_at__lte=at)
    return _last(rows.order_by("-booked_at", "-version"))


def balance_as_valued(book: Book, day: date) -> int:
    """At the end of a day as we know it now: by everything that counts from that day or before."""
    rows = Leg.objects.filter(book=book, value_on__lte=day)
    total: int | None = rows.aggregate(total=Sum("amount_fen"))["total"]
    return total or 0


def books_of(account: FundAccount) -> QuerySet[Book]:
    """The books of an account, each with ``balance_fen``; one query however many pupils."""
    return balances_of(Book.objects.filter(account=account)).order_by("code", "pk")


def balances_of(books: QuerySet[Book]) -> QuerySet[Book]:
    """Books, each with ``balance_fen`` after its last leg."""
    last = Leg.objects.filter(book=OuterRef("pk")).order_by("-version").values("balance_fen")[:1]
    return books.annotate(balance_fen=Coalesce(Subquery(last), 0))


def totals_of(account: FundAccount) -> dict[str, int]:
    """Every line of the chart of an account, all its pupils together, by code; debit positive."""
    held = dict.fromkeys(BookCode.values, 0)
    sums = books_of(account).order_by().values_list("code").annotate(total=Sum("balance_fen"))
    held.update(sums)
    return held


def held_for(contract: Contract, code: BookCode) -> int:
    """What a contract's book owes, in fen: positive, since owing is its usual side."""
    book = Book.objects.filter(contract=contract, code=code).first()
    return -balance(book) if book else 0


def held_in(account: FundAccount, code: BookCode) -> int:
    """What a book of the account itself owes, in fen."""
    book = Book.objects.filter(account=account, code=code, contract__isnull=True).first()
    return -balance(book) if book else 0


def obstacles_to_closing(account: FundAccount) -> list[ClosingObstacle]:
    """What is left in an account: lessons, refunds, money."""
    held: dict[str, int] = {}
    open_refunds = 0
    for code, amount in books_of(account).values_list("code", F("balance_fen")):
        held[code] = held.get(code, 0) + amount
        open_refunds += code == BookCode.REFUND and amount != 0
    open_fees = held.get(BookCode.FAMILIES, 0) != 0 and not held.get(BookCode.BANK, 0)
    found = [ClosingObstacle.OPEN_FEES] if open_fees else []
    return found + closing_obstacles(
        balance_fen=held.get(BookCode.BANK, 0),
        unconsumed_fen=-held.get(BookCode.PUPIL, 0),
        open_refunds=open_refunds,
    )


def _last(rows: QuerySet[Leg]) -> int:
    found: int | None = rows.values_list("balance_fen", flat=True).first()
    return found or 0
