"""Listed follow-up (挂单督战): a problem of a campaign with owner, deadline and leader."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.permissions import Permission
from common.db import all_or_none
from inspections.models._sight import own_department, sees_county
from inspections.states import ListedState
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class ListedProblemQuerySet(CountyQuerySet):
    def open(self) -> Self:
        return self.filter(state=ListedState.OPEN)

    def overdue(self, as_of: date) -> Self:
        """Deadline over on ``as_of``, not struck off. The last day itself is still in time."""
        return self.open().filter(due_on__lt=as_of)

    def visible_to(self, user: User) -> Self:
        """Education staff see all; a partner those of its department and those it watches."""
        if sees_county(user, Permission.CAMPAIGN_VIEW):
            return self
        return self.filter(Q(department=own_department(user)) | Q(leader=user))


class ListedProblem(CountyModel):
    """One problem at one institution of a campaign's list, until a leader strikes it off (销号).

    Numbered within its campaign. Who puts it right and who watches over that are two people.
    """

    target = models.ForeignKey(
        "inspections.CampaignTarget", on_delete=models.PROTECT, related_name="listed_problems"
    )
    campaign = models.ForeignKey(
        "inspections.Campaign", on_delete=models.PROTECT, related_name="listed_problems"
    )
    no = models.PositiveIntegerField("单号", help_text="1, 2, 3 … within the campaign")
    problem = models.CharField("问题", max_length=300)
    department = models.ForeignKey(
        "accounts.Department", on_delete=models.PROTECT, related_name="listed_problems"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="listed_problems"
    )
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField("完成期限")
    state = models.CharField(
        "状态", max_length=10, choices=ListedState.choices, default=ListedState.OPEN
    )
    listed_at = models.DateTimeField()
    listed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    result = models.CharField("销号依据", max_length=300, blank=True)

    objects = ListedProblemQuerySet.as_manager()

    class Meta:
        verbose_name = "督战单"
        ordering = ("campaign", "no")
        constraints = [
            models.UniqueConstraint(
                name="one_listed_problem_per_campaign_and_no", fields=("campaign", "no")
            ),
            models.UniqueConstraint(
                name="a_problem_is_listed_once_at_a_time",
                fields=("target", "problem"),
                condition=Q(state=ListedState.OPEN),
            ),
            models.CheckConstraint(
                name="listed_problem_owner_is_not_its_leader",
                condition=~Q(owner=models.F("leader")),
            ),
            models.CheckConstraint(
                name="listed_problem_ended_has_moment_and_person",
                condition=all_or_none("ended_at", "ended_by"),
            ),
            models.CheckConstraint(
                name="listed_problem_ended_says_by_what",
                condition=Q(state=ListedState.OPEN, ended_at__isnull=True, result="")
                | (~Q(state=ListedState.OPEN) & Q(ended_at__isnull=False) & ~Q(result="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}督战单{self.no}号"


class ListedProgress(CountyModel):
    """What was done about a listed problem, in the words of who did it. Append-only."""

    listed = models.ForeignKey(ListedProblem, on_delete=models.PROTECT, related_name="progress")
    text = models.CharField("进展", max_length=500)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "督战进展"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.listed} {self.text[:30]}"
