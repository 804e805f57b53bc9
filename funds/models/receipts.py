"""What the books cannot know by themselves: fees taken elsewhere, and that an institution stops."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from funds.models.accounts import FundAccount
from funds.models.contracts import Contract
from funds.states import FeeWay
from tenants.models import CountyModel


class OutsideFee(CountyModel):
    """One fee that did not go straight into the supervised account, as somebody told it.

    Cash and payments by scanning are to be moved in by ``due_on``; ``swept_on`` is the day on
    which they were. Private collection and training loans have neither.

    Source: 泉州 2021-08-16 (cash); 芜湖 2022-01 (private); 教监管函〔2021〕2号 (no loans).
    """

    account = models.ForeignKey(FundAccount, models.PROTECT, "outside_fees")
    contract = models.ForeignKey(Contract, models.PROTECT, "outside_fees", null=True)
    way = models.CharField(max_length=10, choices=FeeWay)
    received_on = models.DateField()
    amount_fen = models.BigIntegerField()
    told_by = models.CharField(max_length=100, help_text="who said so, in words")
    due_on = models.DateField(null=True)
    swept_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, "+")

    class Meta:
        verbose_name = "账户外收费记录"
        ordering = ("received_on", "pk")
        constraints = [
            models.CheckConstraint(name="outside_fee_is_some_money", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="outside_fee_in_cash_is_due",
                condition=Q(way=FeeWay.CASH, due_on__gte=F("received_on"))
                | (~Q(way=FeeWay.CASH) & Q(due_on__isnull=True, swept_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="outside_fee_is_swept_after_it_came",
                condition=Q(swept_on__isnull=True) | Q(swept_on__gte=F("received_on")),
            ),
            models.CheckConstraint(name="outside_fee_was_told", condition=~Q(told_by="")),
        ]

    def __str__(self) -> str:
        return f"{self.account}{self.received_on.isoformat()}{self.get_way_display()}"


class StopNotice(CountyModel):
    """That an institution will stop on a day, and when it told the parents; None: not yet.

    Source: 成都 2022-02-18: parents hear of it a month ahead.
    """

    account = models.ForeignKey(FundAccount, models.PROTECT, "stop_notices")
    stops_on = models.DateField()
    told_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, "+")

    class Meta:
        verbose_name = "停办告知记录"
        ordering = ("-stops_on", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["account", "stops_on"], name="stop_notice_once")
        ]

    def __str__(self) -> str:
        return f"{self.account}{self.stops_on.isoformat()}停办"
