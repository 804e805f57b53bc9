"""Transfers that come from a case. They do not know their case; the case knows them."""

from __future__ import annotations

from django.db import models

from cases.models.cases import Case
from tenants.models import CountyModel


class CaseTransfer(CountyModel):
    """That a transfer was proposed in the course of a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="transfers")
    transfer = models.OneToOneField("transfers.Transfer", models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        verbose_name = "案件移送"

    def __str__(self) -> str:
        return f"{self.case}：{self.transfer}"
