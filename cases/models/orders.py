"""Orders to correct that belong to a case: their one true date is read from their paper."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from cases.models.cases import Case
from tenants.models import CountyModel


class CaseCorrection(CountyModel):
    """That an order to correct (D13, D14, D15) belongs to a case.

    There is no date here on purpose: whoever needs the day of the order reads ``ordered_on``,
    so that the list of evidence and the text of the decision can never name two days.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="corrections")
    notice = models.OneToOneField("enforcement.Notice", models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")

    class Meta:
        ordering = ("pk",)
        verbose_name = "责令改正"

    def __str__(self) -> str:
        return f"{self.notice}"

    @property
    def ordered_on(self) -> date:
        """The date on the paper."""
        return self.notice.approved_on

    @property
    def served_on(self) -> date | None:
        day: date | None = self.notice.served_on
        return day
