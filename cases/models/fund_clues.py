"""Findings on prepaid money that became clues. They do not know their case; the case knows them."""

from __future__ import annotations

from django.db import models

from cases.models.cases import Case
from tenants.models import CountyModel


class FundClue(CountyModel):
    """That a case was registered on a finding of the funds' room; of one finding there is one."""

    finding = models.OneToOneField("funds.FundFinding", models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, models.PROTECT, related_name="fund_clue")

    class Meta:
        ordering = ("pk",)
        verbose_name = "资金问题线索"

    def __str__(self) -> str:
        return f"{self.case}：{self.finding}"
