"""Who declared an interest in which institution."""

from __future__ import annotations

from typing import Self

from django.db import models

from common.db import all_or_none
from tenants.models import CountyModel, CountyQuerySet


class RecusalQuerySet(CountyQuerySet):
    def standing(self) -> Self:
        return self.filter(ended_at__isnull=True)


class Recusal(CountyModel):
    """An officer's declared interest in an institution (回避): not drawn for it while it stands.

    Source: Administrative Penalty Law (2021), Art. 43. The reason stays in the house: a published
    list says only who is not drawn for what.
    """

    officer = models.ForeignKey("accounts.User", models.PROTECT, related_name="recusals")
    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="recusals"
    )
    reason = models.CharField("事由", max_length=200)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = RecusalQuerySet.as_manager()

    class Meta:
        ordering = ("-declared_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="one_standing_recusal_per_officer_and_institution",
                fields=("officer", "institution"),
                condition=models.Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="recusal_end_has_moment_and_person",
                condition=all_or_none("ended_at", "ended_by"),
            ),
            models.CheckConstraint(name="recusal_says_why", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.officer.full_name}对{self.institution.name}的回避"
