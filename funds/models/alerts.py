"""What gives reason to look at an account: one open alert per account and rule, deepening."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from funds.models.accounts import FundAccount
from funds.states import AlertLevel, AlertState, Breach
from tenants.models import CountyModel, CountyQuerySet


class AlertQuerySet(CountyQuerySet):
    def open(self) -> AlertQuerySet:
        return self.exclude(state=AlertState.CLOSED)


class Alert(CountyModel):
    """One rule that an account meets, from the day it was seen to the day it was over.

    ``sentence`` says it with its figures, ``basis`` the rule and ``mark`` how sure it is, as
    they stood when it was last seen. ``amount_fen`` is how far it goes (a shortfall, a
    difference, a movement); ``worst_fen`` the furthest it went. ``seen_on`` is the last day on
    which it held. A person (``closed_by``) closes with words; the system closes what is over.

    Source: registry-funds 4.4: the county judges, acts and closes.
    """

    account = models.ForeignKey(FundAccount, models.PROTECT, "alerts")
    rule = models.CharField(max_length=30, choices=Breach)
    level = models.CharField(max_length=10, choices=AlertLevel)
    state = models.CharField(max_length=10, choices=AlertState, default=AlertState.OPEN)
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    seen_on = models.DateField()
    amount_fen = models.BigIntegerField()
    worst_fen = models.BigIntegerField()
    sentence = models.CharField(max_length=300)
    basis = models.CharField(max_length=200)
    mark = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=300, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, "+", null=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = "资金预警"
        ordering = ("-opened_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "rule"],
                name="one_open_alert_of_a_rule",
                condition=~Q(state=AlertState.CLOSED),
            ),
            models.CheckConstraint(
                name="alert_closed_says_why",
                condition=(
                    Q(state=AlertState.CLOSED, closed_at__isnull=False) & ~Q(closed_because="")
                )
                | (~Q(state=AlertState.CLOSED) & Q(closed_at__isnull=True, closed_because="")),
            ),
            models.CheckConstraint(
                name="alert_is_seen_from_its_day_on", condition=Q(seen_on__gte=F("opened_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}（{self.account}）"
