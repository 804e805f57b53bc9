"""The journal: books of an account, entries in one chain, legs that sum to nothing.

Most of what must hold is said by keys of several columns, which Django cannot declare: see
migration 0002. Nothing here is ever changed or deleted.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from common.db import all_or_none
from funds.models.accounts import FundAccount
from funds.models.contracts import Contract
from funds.states import OF_A_CONTRACT, BookCode, EntryKind, SourceKind
from tenants.models import CountyModel


class Book(CountyModel):
    """One line of the chart for one account: whose a part of its money is.

    The balance is on its last leg, so it is known for every moment of the past.
    """

    account = models.ForeignKey(FundAccount, models.PROTECT, "books")
    code = models.CharField(max_length=10, choices=BookCode)
    contract = models.ForeignKey(Contract, models.PROTECT, "books", null=True)

    class Meta:
        verbose_name = "账簿科目"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["account", "code", "contract"], name="book_once", nulls_distinct=False
            ),
            models.UniqueConstraint(fields=["id", "account"], name="book_and_its_account"),
            models.CheckConstraint(
                name="book_of_a_pupil_names_the_contract",
                condition=Q(code__in=OF_A_CONTRACT, contract__isnull=False)
                | (~Q(code__in=OF_A_CONTRACT) & Q(contract__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_code_display())


class Entry(CountyModel):
    """One thing that happened to an account's money, and the link to the entry before it.

    ``no`` counts 1, 2, 3 … in each account. ``occurred_on`` is when it happened, ``value_on``
    from when it counts, ``booked_at`` when it was written. ``source`` and ``source_ref`` name
    the bank line, lesson, order or decision it rests on. ``digest`` covers the entry, its legs
    and the digest before; ``reverses`` names the entry that it takes back whole.
    """

    account = models.ForeignKey(FundAccount, models.PROTECT, "entries", db_index=False)
    no = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=EntryKind)
    occurred_on = models.DateField()
    value_on = models.DateField()
    booked_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=SourceKind)
    source_ref = models.CharField(max_length=64)
    turn = models.PositiveSmallIntegerField(default=1, help_text="2 after the first was reversed")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    note = models.CharField(max_length=200, blank=True)
    legs_count = models.PositiveSmallIntegerField()
    previous_no = models.BigIntegerField(null=True)
    previous_digest = models.BinaryField(null=True)
    previous_booked_at = models.DateTimeField(null=True)
    digest = models.BinaryField()

    class Meta:
        verbose_name = "分录"
        ordering = ("account", "no")
        indexes = [
            models.Index(fields=["account", "-booked_at", "-no"], name="entry_by_booking"),
            models.Index(fields=["account", "occurred_on"], name="entry_by_day"),
            models.Index(fields=["source", "source_ref"], name="entry_by_source"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account", "no"], name="entry_number_once"),
            models.UniqueConstraint(
                fields=["account", "source", "source_ref", "kind", "turn"],
                name="entry_of_a_source_once",
                condition=Q(reverses__isnull=True),
            ),
            models.CheckConstraint(
                name="entry_follows_the_one_before",
                condition=Q(no=1, previous_no__isnull=True) | Q(previous_no=F("no") - 1),
            ),
            models.CheckConstraint(
                name="entry_links_whole",
                condition=all_or_none("previous_no", "previous_digest", "previous_booked_at"),
            ),
            models.CheckConstraint(
                name="entry_time_runs_forwards",
                condition=Q(previous_booked_at__isnull=True)
                | Q(booked_at__gte=F("previous_booked_at")),
            ),
            models.CheckConstraint(
                name="entry_reverses_if_it_says_so",
                condition=Q(kind=EntryKind.REVERSAL, reverses__isnull=False)
                | (~Q(kind=EntryKind.REVERSAL) & Q(reverses__isnull=True)),
            ),
            models.CheckConstraint(name="entry_has_two_legs", condition=Q(legs_count__gte=2)),
            models.CheckConstraint(name="entry_names_its_source", condition=~Q(source_ref="")),
        ]

    def __str__(self) -> str:
        return f"第{self.no}号分录"


class Leg(CountyModel):
    """One amount of an entry in one book, and the book's balance after it. Fen, debit positive.

    ``version`` counts 1, 2, 3 … in each book. What it repeats of its entry (account, days,
    number of legs) is held equal by keys of several columns; it stands here so that a balance
    at a past moment is one look into one index.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, "legs", db_constraint=False, db_index=False)
    no = models.PositiveSmallIntegerField()
    legs_count = models.PositiveSmallIntegerField()
    account = models.ForeignKey(
        FundAccount, models.PROTECT, "+", db_constraint=False, db_index=False
    )
    book = models.ForeignKey(Book, models.PROTECT, "legs", db_constraint=False, db_index=False)
    amount_fen = models.BigIntegerField()
    value_on = models.DateField()
    booked_at = models.DateTimeField()
    version = models.BigIntegerField()
    previous_version = models.BigIntegerField(null=True)
    previous_fen = models.BigIntegerField()
    balance_fen = models.BigIntegerField()

    class Meta:
        verbose_name = "分录明细"
        ordering = ("entry", "no")
        indexes = [
            models.Index(fields=["book", "value_on"], include=["amount_fen"], name="leg_by_value"),
            models.Index(
                fields=["book", "-booked_at", "-version"],
                include=["balance_fen"],
                name="leg_by_booking",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["entry", "no"], name="leg_number_once"),
            models.UniqueConstraint(fields=["entry", "book"], name="leg_per_book_once"),
            models.UniqueConstraint(fields=["book", "version"], name="leg_version_once"),
            models.CheckConstraint(
                name="leg_is_one_of_those_counted", condition=Q(no__gte=1, no__lte=F("legs_count"))
            ),
            models.CheckConstraint(name="leg_moves_money", condition=~Q(amount_fen=0)),
            models.CheckConstraint(
                name="leg_follows_the_one_before",
                condition=Q(version=1, previous_version__isnull=True, previous_fen=0)
                | Q(previous_version=F("version") - 1, version__gt=1),
            ),
            models.CheckConstraint(
                name="leg_carries_the_balance_on",
                condition=Q(balance_fen=F("previous_fen") + F("amount_fen")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_fen}"
