"""Papers and deadlines of a case. They do not know their case; the case knows them."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from cases.models.cases import Case
from cases.models.decisions import Decision
from cases.models.notices import PriorNotice
from cases.models.spot import SpotPenalty
from cases.roles import DeadlineRole, PaperRole
from tenants.models import CountyModel, CountyQuerySet

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


class CasePaper(CountyModel):
    """That a paper belongs to a case, or to a penalty on the spot, and as what.

    ``notice``, ``decision`` name the row that a paper puts into words; its date and number are
    read from the paper and typed nowhere else.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers", null=True, blank=True)
    spot = models.ForeignKey(
        SpotPenalty, models.PROTECT, related_name="papers", null=True, blank=True
    )
    paper = models.OneToOneField("papers.OfficialPaper", models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=PaperRole)
    notice = models.ForeignKey(
        PriorNotice, models.PROTECT, related_name="papers", null=True, blank=True
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, related_name="papers", null=True, blank=True
    )

    class Meta:
        ordering = ("pk",)
        verbose_name = "案件文书"
        constraints = [
            models.CheckConstraint(name="case_paper_belongs_to_one_thing", condition=ONE_THING),
            models.CheckConstraint(
                name="case_paper_of_a_spot_penalty_is_of_nothing_else",
                condition=Q(spot__isnull=True) | Q(notice__isnull=True, decision__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case or self.spot} {self.get_role_display()}"


class ServiceQuerySet(CountyQuerySet):
    def waiting(self, as_of: date) -> Self:
        """In effect by that day, and nothing was started yet."""
        return self.filter(started_at__isnull=True, delivery__effective_on__lte=as_of)


class CaseService(CountyModel):
    """That a paper of a case reached its party, and whether its clocks were started.

    ``started_at`` null: the service takes effect later (public notice); a nightly task starts
    the clocks on that day, or an earlier receipt of the paper does. A repetition has no row.
    """

    case_paper = models.OneToOneField(CasePaper, models.PROTECT, related_name="service")
    delivery = models.OneToOneField("serving.Delivery", models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = "案件文书送达"

    def __str__(self) -> str:
        return f"{self.case_paper} 送达"
