"""What a day brings about by itself: a public notice takes effect, a re-inspection falls due."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from enforcement.models.notices import Notice
from tenants.models import CountyModel


class EffectNote(CountyModel):
    """That a public notice hung out its days and took effect. Written once per notice."""

    notice = models.OneToOneField(Notice, models.PROTECT, related_name="effect_note")
    took_effect_on = models.DateField(help_text="day the service took effect")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        verbose_name = "公告送达生效记录"

    def __str__(self) -> str:
        return f"{self.notice} {self.took_effect_on:%Y-%m-%d}视为送达"


class ReinspectionPlan(CountyModel):
    """The re-inspection that the end of a limit asks for. One row per notice and limit.

    ``visit`` is null while none could be drawn up; ``problem`` then says why, and the next day
    tries again. One visit may serve several notices of the same institution.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="reinspection_plans")
    due_on = models.DateField(help_text="the limit that ended")
    visit = models.ForeignKey(
        "inspections.Visit", models.PROTECT, related_name="+", null=True, blank=True
    )
    problem = models.TextField(blank=True)
    tried_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        verbose_name = "到期复查"
        constraints = [
            models.UniqueConstraint("notice", "due_on", name="one_reinspection_plan_per_limit"),
            models.CheckConstraint(
                name="reinspection_plan_has_a_visit_or_a_problem",
                condition=(Q(visit__isnull=False) & Q(problem=""))
                | (Q(visit__isnull=True) & ~Q(problem="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} 到期复查（{self.due_on:%Y-%m-%d}届满）"
