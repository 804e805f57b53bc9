"""The deadlines of a case: a deadline does not know its case, the case knows its deadlines."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cases.models.cases import Case
from cases.models.spot import SpotPenalty
from cases.states import DeadlineRole
from tenants.models import CountyModel

# Of a case or of a penalty on the spot, never of both.
ONE_THING = Q(case__isnull=False, spot__isnull=True) | Q(case__isnull=True, spot__isnull=False)


class CaseDeadline(CountyModel):
    """That a deadline belongs to a case, or to a penalty on the spot, and for what it runs."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines", null=True, blank=True)
    spot = models.ForeignKey(
        SpotPenalty, models.PROTECT, related_name="deadlines", null=True, blank=True
    )
    deadline = models.OneToOneField("deadlines.Deadline", models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=DeadlineRole)

    class Meta:
        ordering = ("pk",)
        verbose_name = "案件期限"
        constraints = [
            models.CheckConstraint(name="case_deadline_belongs_to_one_thing", condition=ONE_THING)
        ]

    def __str__(self) -> str:
        return f"{self.case or self.spot} {self.get_role_display()}"
