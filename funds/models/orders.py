"""Orders to the bank: money to the institution, money back to a pupil."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from funds.models.accounts import FundAccount
from funds.models.contracts import Contract
from funds.models.journal import Entry
from funds.states import OrderKind, OrderState, RefundCause
from tenants.models import CountyModel

_K, _S = OrderKind, OrderState


class PaymentOrder(CountyModel):
    """One payment that the institution asks for and the bureau lets the bank make.

    ``number`` travels in the bank's remark and links the bank line to it. A refund names its
    contract, the cause, and ``due_on`` by the rule of its day. ``owed`` is the entry that moved
    the money from the pupil's book to the refunds, ``paid`` the one of the bank's line.
    Proposed, checked and approved by different people; above the county's amount by two.
    """

    account = models.ForeignKey(FundAccount, models.PROTECT, "orders")
    number = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=10, choices=OrderKind)
    state = models.CharField(max_length=10, choices=OrderState, default=OrderState.PROPOSED)
    contract = models.ForeignKey(Contract, models.PROTECT, "orders", null=True)
    cause = models.CharField(max_length=12, choices=RefundCause, blank=True)
    amount_fen = models.BigIntegerField()
    requested_on = models.DateField()
    due_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    needs_two = models.BooleanField()
    proposed_by = models.ForeignKey(User, models.PROTECT, "+")
    checked_by = models.ForeignKey(User, models.PROTECT, "+", null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, "+", null=True)
    seconded_by = models.ForeignKey(User, models.PROTECT, "+", null=True)
    refused_because = models.CharField(max_length=300, blank=True)
    owed = models.OneToOneField(Entry, models.PROTECT, null=True, related_name="refund_owed")
    paid = models.OneToOneField(Entry, models.PROTECT, null=True, related_name="order_paid")

    class Meta:
        verbose_name = "支付指令"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(name="order_pays_something", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="order_of_a_refund_names_contract_and_cause",
                condition=(Q(kind=_K.REFUND, contract__isnull=False) & ~Q(cause=""))
                | Q(kind=_K.RELEASE, contract__isnull=True, cause=""),
            ),
            models.CheckConstraint(
                name="order_is_checked_by_another",
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="order_is_approved_by_others",
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("proposed_by")) & ~Q(approved_by=F("checked_by"))),
            ),
            models.CheckConstraint(
                name="order_is_seconded_by_another",
                condition=Q(seconded_by__isnull=True)
                | (
                    ~Q(seconded_by=F("approved_by"))
                    & ~Q(seconded_by=F("proposed_by"))
                    & ~Q(seconded_by=F("checked_by"))
                ),
            ),
            models.CheckConstraint(
                name="order_approved_has_its_people",
                condition=~Q(state__in=[_S.APPROVED, _S.EXPORTED, _S.PAID])
                | (
                    Q(checked_by__isnull=False, approved_by__isnull=False)
                    & (Q(needs_two=False) | Q(seconded_by__isnull=False))
                ),
            ),
            models.CheckConstraint(
                name="order_paid_has_its_entry",
                condition=Q(state=_S.PAID, paid__isnull=False)
                | (~Q(state=_S.PAID) & Q(paid__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}指令{self.number}"
