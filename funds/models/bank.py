"""What banks sent: files as they came, and their lines, each once however many files bear it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from documents.models import StoredFile
from funds.models.accounts import FundAccount
from funds.models.journal import Entry
from funds.statements.lines import REF_SIGNS, REMARK_SIGNS, said
from funds.states import MatchWay
from tenants.models import CountyModel, CountyQuerySet


class BankStatement(CountyModel):
    """One file of a bank for one account, and what of it was taken.

    ``torn_at`` is the line from which nothing could be taken, with ``why``; None for a whole
    file. ``new_count`` lines came with this file for the first time.
    """

    account = models.ForeignKey(FundAccount, models.PROTECT, "statements")
    file = models.ForeignKey(StoredFile, models.PROTECT, "+")
    layout = models.CharField(max_length=20)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    line_count = models.PositiveIntegerField()
    new_count = models.PositiveIntegerField()
    torn_at = models.PositiveIntegerField(null=True)
    why = models.CharField(max_length=200, blank=True)
    closing_fen = models.BigIntegerField(null=True)
    imported_at = models.DateTimeField()

    class Meta:
        verbose_name = "银行对账单"
        ordering = ("-imported_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["account", "file"], name="statement_file_once"),
            models.CheckConstraint(
                name="statement_counts_its_lines", condition=Q(new_count__lte=F("line_count"))
            ),
            models.CheckConstraint(
                name="statement_torn_says_why",
                condition=Q(torn_at__isnull=True, why="") | (Q(torn_at__gte=1) & ~Q(why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}对账单“{self.file}”"


class BankLineQuerySet(CountyQuerySet):
    def waiting(self) -> BankLineQuerySet:
        """Not booked yet, in the order in which they came."""
        return self.filter(entry__isnull=True).order_by("pk")


class BankLine(CountyModel):
    """One movement on an account as the bank told it. Only its entry is ever written later.

    ``key`` is the bank's own number, or what the line says and its place among equals of its
    day. ``matched_by`` says why it was booked where it was; None while it waits.
    """

    account = models.ForeignKey(FundAccount, models.PROTECT, "bank_lines", db_index=False)
    statement = models.ForeignKey(BankStatement, models.PROTECT, "lines")
    place = models.PositiveIntegerField()
    key = models.CharField(max_length=80)
    booked_on = models.DateField()
    value_on = models.DateField()
    amount_fen = models.BigIntegerField()
    balance_fen = models.BigIntegerField(null=True)
    bank_ref = models.CharField(max_length=REF_SIGNS, blank=True)
    remark = models.CharField(max_length=REMARK_SIGNS, blank=True)
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, related_name="bank_line")
    matched_by = models.CharField(max_length=12, choices=MatchWay, blank=True)

    objects = BankLineQuerySet.as_manager()

    class Meta:
        verbose_name = "银行流水"
        ordering = ("pk",)
        indexes = [
            models.Index(fields=["account", "booked_on"], name="bank_line_by_day"),
            models.Index(
                fields=["account", "id"],
                name="bank_line_waiting",
                condition=Q(entry__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="bank_line_once"),
            models.CheckConstraint(name="bank_line_moves_money", condition=~Q(amount_fen=0)),
            models.CheckConstraint(
                name="bank_line_booked_says_why",
                condition=Q(entry__isnull=True, matched_by="")
                | (Q(entry__isnull=False) & ~Q(matched_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"流水{self.bank_ref or self.key[-8:]}"

    @property
    def says(self) -> str:
        """Everything the bank said, for comparing two lines of one reference."""
        return said(self.booked_on, self.value_on, self.amount_fen, self.remark)
