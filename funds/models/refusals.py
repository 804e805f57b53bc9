"""Files of banks that were not taken in: they are on the board until the same days come whole."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from common.db import all_or_none
from funds.models.accounts import FundAccount
from funds.models.bank import BankStatement
from tenants.models import CountyModel, CountyQuerySet


class RefusedFileQuerySet(CountyQuerySet):
    def standing(self) -> Self:
        """Nothing came in their place yet."""
        return self.filter(settled_by__isnull=True)


class RefusedFile(CountyModel):
    """One file that a bank sent for an account and that was refused, with the refusal.

    ``first_day`` to ``last_day`` are the days of its lines as far as they could be read, None
    where nothing could. ``settled_by`` is the statement that brought these days later. The
    content is not kept: the bank has it, and what cannot be read proves nothing.
    """

    account = models.ForeignKey(FundAccount, models.PROTECT, "refused_files")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content")
    code = models.CharField(max_length=40, help_text="of the refusal, as in docs/errors.md")
    sentence = models.CharField(max_length=400)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    refused_at = models.DateTimeField()
    settled_by = models.ForeignKey(BankStatement, models.PROTECT, "settles", null=True)

    objects = RefusedFileQuerySet.as_manager()

    class Meta:
        verbose_name = "未入账的对账单"
        ordering = ("-refused_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["account", "digest"], name="refused_file_once"),
            models.CheckConstraint(
                name="refused_file_knows_both_days_or_none",
                condition=all_or_none("first_day", "last_day"),
            ),
            models.CheckConstraint(
                name="refused_file_runs_forwards",
                condition=Q(first_day__isnull=True) | Q(last_day__gte=F("first_day")),
            ),
            models.CheckConstraint(
                name="refused_file_says_why", condition=~Q(code="") & ~Q(sentence="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}的文件“{self.name}”"
