"""A campaign, the departments that take part in it and the institutions on its list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

from accounts.permissions import Permission
from inspections.models._sight import own_department, sees_county
from inspections.states import TargetGroup, TargetOutcome
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class CampaignQuerySet(CountyQuerySet):
    def running_on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def visible_to(self, user: User) -> Self:
        """Education staff see every campaign; a partner those its department takes part in."""
        if sees_county(user, Permission.CAMPAIGN_VIEW):
            return self
        return self.filter(memberships__department=own_department(user))


class Campaign(CountyModel):
    """One joint action with a plan, a lead department, partners and days.

    It has no state: whether it runs follows from its days, and its figures are computed.
    """

    name = models.CharField("名称", max_length=100)
    plan_text = models.TextField("工作方案", blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", help_text="last day of the campaign")
    lead_department = models.ForeignKey(
        "accounts.Department", on_delete=models.PROTECT, related_name="led_campaigns"
    )
    departments = models.ManyToManyField(
        "accounts.Department", through="CampaignDepartment", related_name="campaigns"
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-pk")
        constraints = [
            models.CheckConstraint(
                name="campaign_ends_not_before_it_starts",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
            ),
            models.UniqueConstraint(
                name="one_campaign_per_name_and_start", fields=("name", "starts_on")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignDepartment(CountyModel):
    """A department that takes part in a campaign, the lead department included."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="memberships")
    department = models.ForeignKey(
        "accounts.Department", on_delete=models.PROTECT, related_name="campaign_memberships"
    )

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ("campaign", "department")
        constraints = [
            models.UniqueConstraint(
                name="one_membership_per_campaign_and_department",
                fields=("campaign", "department"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.department}"


class CampaignTarget(CountyModel):
    """An institution on a campaign's list, under the heading that the campaign counts it.

    ``outcome`` is what staff noted down as the result; visits, findings and notices are never
    copied here, they are counted from their own rows.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="targets")
    institution = models.ForeignKey(
        "institutions.Institution", on_delete=models.PROTECT, related_name="campaign_targets"
    )
    group = models.CharField("类别", max_length=20, choices=TargetGroup.choices)
    outcome = models.CharField(
        "处理结果",
        max_length=30,
        choices=TargetOutcome.choices,
        default=TargetOutcome.NONE_RECORDED,
    )
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ("campaign", "pk")
        constraints = [
            models.UniqueConstraint(
                name="one_target_per_campaign_and_institution", fields=("campaign", "institution")
            ),
            models.CheckConstraint(
                name="target_outcome_has_moment_and_person",
                condition=(
                    models.Q(outcome=TargetOutcome.NONE_RECORDED)
                    & models.Q(outcome_at__isnull=True, outcome_by__isnull=True)
                )
                | (
                    ~models.Q(outcome=TargetOutcome.NONE_RECORDED)
                    & models.Q(outcome_at__isnull=False, outcome_by__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}：{self.institution}"
