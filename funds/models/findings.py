"""What rules on charges, releases and refunds found, and what was asked of a department for it."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.permissions import Permission
from assignments.models import Assignment
from funds.models.accounts import FundAccount
from funds.models.alerts import Alert
from funds.models.contracts import Contract
from funds.models.orders import PaymentOrder
from funds.states import AlertLevel, AlertState, Breach
from tenants.models import CountyModel, CountyQuerySet


class FundFindingQuerySet(CountyQuerySet):
    def open(self) -> Self:
        return self.exclude(state=AlertState.CLOSED)

    def visible_to(self, user: User) -> Self:
        return self if user.has(Permission.FUND_VIEW) else self.none()

    def with_subjects(self) -> Self:
        """Everything that a list prints, in one query."""
        return self.select_related("account__institution", "contract", "order")


class FundFinding(CountyModel):
    """One rule that a contract, an order or an account breaks, from the day it was seen.

    The subject is the contract or the order, else the account itself. ``extent`` is how far it
    goes, in the unit of its rule (fen, lessons, days, per cent); ``worst`` the furthest it went.
    ``figures`` are what the sentence was made of. A person closes with words; the system ends
    what is over.

    Source: registry-funds 4.1, 4.4; the rule itself stands in ``basis``.
    """

    account = models.ForeignKey(FundAccount, models.PROTECT, "findings")
    contract = models.ForeignKey(Contract, models.PROTECT, "findings", null=True)
    order = models.ForeignKey(PaymentOrder, models.PROTECT, "findings", null=True)
    rule = models.CharField(max_length=30, choices=Breach)
    level = models.CharField(max_length=10, choices=AlertLevel)
    state = models.CharField(max_length=10, choices=AlertState, default=AlertState.OPEN)
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    seen_on = models.DateField()
    extent = models.BigIntegerField()
    worst = models.BigIntegerField()
    figures = models.JSONField(default=dict)
    sentence = models.CharField(max_length=300)
    basis = models.CharField(max_length=200)
    mark = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=300, blank=True)
    is_judged = models.BooleanField(default=False, help_text="a person closed it, not the figures")

    objects = FundFindingQuerySet.as_manager()

    class Meta:
        verbose_name = "预收费问题"
        ordering = ("-opened_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "contract", "order", "rule"],
                name="one_open_fund_finding_of_a_rule",
                condition=~Q(state=AlertState.CLOSED),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="fund_finding_has_one_subject",
                condition=Q(contract__isnull=True) | Q(order__isnull=True),
            ),
            models.CheckConstraint(
                name="fund_finding_closed_says_why",
                condition=(
                    Q(state=AlertState.CLOSED, closed_at__isnull=False) & ~Q(closed_because="")
                )
                | (~Q(state=AlertState.CLOSED) & Q(closed_at__isnull=True, closed_because="")),
            ),
            models.CheckConstraint(
                name="fund_finding_is_judged_when_closed",
                condition=Q(is_judged=False) | Q(state=AlertState.CLOSED),
            ),
            models.CheckConstraint(
                name="fund_finding_is_seen_from_its_day_on",
                condition=Q(seen_on__gte=F("opened_on")),
            ),
            models.CheckConstraint(
                name="fund_finding_was_never_worse", condition=Q(worst__gte=F("extent"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}（{self.subject}）"

    @property
    def subject(self) -> Any:
        """The contract, the order, or the account itself."""
        return self.contract or self.order or self.account


class FundTask(CountyModel):
    """What was asked of a department for an alert or a finding; the assignment knows it not."""

    alert = models.ForeignKey(Alert, models.PROTECT, "tasks", null=True)
    finding = models.ForeignKey(FundFinding, models.PROTECT, "tasks", null=True)
    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="fund_task")

    class Meta:
        verbose_name = "资金问题的协作"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="fund_task_is_of_one_thing",
                condition=Q(alert__isnull=False, finding__isnull=True)
                | Q(alert__isnull=True, finding__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.alert or self.finding}：{self.assignment}"
