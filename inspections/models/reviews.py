"""What the second person said about each finding when the visit was confirmed."""

from __future__ import annotations

from django.db import models

from inspections.models.findings import Finding
from inspections.states import FindingVerdict
from tenants.models import CountyModel, CountyQuerySet


class FindingReview(CountyModel):
    """One verdict per finding, by whoever confirmed the visit. Written once, with it.

    A dropped finding stays on record with its reason and carries no paper. One that was
    corrected while the officers were there is confirmed, and needs no follow-up.
    """

    finding = models.OneToOneField(Finding, models.PROTECT, related_name="review")
    verdict = models.CharField("复核结论", max_length=10, choices=FindingVerdict.choices)
    reason = models.CharField("理由", max_length=500, blank=True)
    is_corrected_on_site = models.BooleanField("当场改正", default=False)
    correction = models.CharField("改正情况", max_length=500, blank=True)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ("finding",)
        verbose_name = "问题复核"
        constraints = [
            models.CheckConstraint(
                name="dropped_finding_says_why",
                condition=~models.Q(verdict=FindingVerdict.DROPPED) | ~models.Q(reason=""),
            ),
            models.CheckConstraint(
                name="finding_corrected_on_site_is_confirmed_and_says_how",
                condition=models.Q(is_corrected_on_site=False, correction="")
                | (
                    models.Q(is_corrected_on_site=True, verdict=FindingVerdict.CONFIRMED)
                    & ~models.Q(correction="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding} {self.get_verdict_display()}"
