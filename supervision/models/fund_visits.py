"""Visits that money gives reason for: proposed by the figures, accepted or declined by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.permissions import Permission
from common.db import all_or_none
from supervision.states import ProposalState
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User

S = ProposalState


class FundVisitQuerySet(CountyQuerySet):
    def waiting(self) -> Self:
        return self.filter(state=S.PROPOSED)

    def visible_to(self, user: User) -> Self:
        return self if user.has(Permission.FUND_VIEW) else self.none()


class FundVisit(CountyModel):
    """One proposal to visit an institution, because of a red alert or finding on its money.

    Never a decision by itself: a person plans ``visit`` by the rules on visits, or declines with
    a reason. Of one alert or finding there is one proposal, however long it lasts.
    """

    institution = models.ForeignKey("institutions.Institution", models.PROTECT, "fund_visits")
    alert = models.OneToOneField("funds.Alert", models.PROTECT, null=True, related_name="+")
    finding = models.OneToOneField("funds.FundFinding", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=S, default=S.PROPOSED)
    sentence = models.CharField(max_length=300, help_text="why, with its figures, on that day")
    proposed_at = models.DateTimeField()
    visit = models.ForeignKey("inspections.Visit", models.PROTECT, "fund_visits", null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True)
    reason = models.CharField(max_length=300, blank=True, help_text="of one declined")

    objects = FundVisitQuerySet.as_manager()

    class Meta:
        ordering = ("-proposed_at", "-pk")
        verbose_name = "资金检查建议"
        constraints = [
            models.CheckConstraint(
                name="fund_visit_is_of_one_thing",
                condition=Q(alert__isnull=False, finding__isnull=True)
                | Q(alert__isnull=True, finding__isnull=False),
            ),
            models.CheckConstraint(
                name="fund_visit_decided_has_moment_and_person",
                condition=all_or_none("decided_at", "decided_by"),
            ),
            models.CheckConstraint(
                name="fund_visit_says_what_became_of_it",
                condition=Q(state=S.PROPOSED, decided_at__isnull=True, visit__isnull=True)
                | Q(state=S.ACCEPTED, decided_at__isnull=False, visit__isnull=False)
                | (
                    Q(state=S.DECLINED, decided_at__isnull=False, visit__isnull=True)
                    & ~Q(reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"检查{self.institution.name}的建议"
