"""Orders to the bank: money to the institution, back to a pupil, or out of a school's account."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, F, Q, Value, When

from accounts.models import User
from accounts.permissions import Permission
from funds.models.accounts import FundAccount
from funds.models.contracts import Contract
from funds.models.journal import Entry
from funds.models.payments import PaymentFile
from funds.states import PAID_FROM, BookCode, OrderKind, OrderState, PayoutUse, RefundCause
from tenants.models import CountyModel, CountyQuerySet

_K, _S = OrderKind, OrderState
DONE = (_S.PAID, _S.REFUSED)


class PaymentOrderQuerySet(CountyQuerySet):
    def visible_to(self, user: User) -> Self:
        return self if user.has(Permission.FUND_VIEW) else self.none()

    def open(self) -> Self:
        """Neither paid nor sent back."""
        return self.exclude(state__in=DONE)

    def awaiting_approval(self) -> Self:
        """Checked, or approved by the first of two."""
        return self.filter(state__in=(_S.CHECKED, _S.SECOND))

    def overdue(self, day: date) -> Self:
        """Still open, and the last day is over."""
        return self.open().filter(due_on__lt=day)

    def late_first(self) -> Self:
        """What is open by its last day, so that the longest overdue stands first; then the rest."""
        is_done = Case(When(state__in=DONE, then=Value(1)), default=Value(0))
        due = Case(When(~Q(state__in=DONE), then=F("due_on")))
        return self.order_by(is_done, due, "-pk")


class PaymentOrder(CountyModel):
    """One payment that the institution or school asks for and the bureau lets the bank make.

    ``number`` travels in the bank's remark and links the bank line to it. A refund names its
    contract, the cause, and ``due_on`` by the rule of its day. ``owed`` is the entry that moved
    the money from the pupil's book to the refunds, ``paid`` the one of the bank's line.
    ``file`` is the one in which it went to the bank; None before, or where it went otherwise.
    A payout of a school says what for (``use``) and out of which book (``paid_from``).
    Proposed, checked and approved by different people; above the county's amount by two.
    """

    account = models.ForeignKey(FundAccount, models.PROTECT, "orders")
    number = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=10, choices=OrderKind)
    state = models.CharField(max_length=10, choices=OrderState, default=OrderState.PROPOSED)
    contract = models.ForeignKey(Contract, models.PROTECT, "orders", null=True)
    cause = models.CharField(max_length=12, choices=RefundCause, blank=True)
    use = models.CharField(max_length=10, choices=PayoutUse, blank=True)
    paid_from = models.CharField(max_length=10, choices=BookCode, blank=True)
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
    file = models.ForeignKey(PaymentFile, models.PROTECT, "orders", null=True)

    objects = PaymentOrderQuerySet.as_manager()

    class Meta:
        verbose_name = "支付指令"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(name="order_pays_something", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="order_of_a_refund_names_contract_and_cause",
                condition=(Q(kind=_K.REFUND, contract__isnull=False) & ~Q(cause=""))
                | (~Q(kind=_K.REFUND) & Q(contract__isnull=True, cause="")),
            ),
            models.CheckConstraint(
                name="order_of_a_payout_says_what_for",
                condition=(Q(kind=_K.PAYOUT, paid_from__in=PAID_FROM) & ~Q(use="") & ~Q(reason=""))
                | (~Q(kind=_K.PAYOUT) & Q(use="", paid_from="")),
            ),
            models.CheckConstraint(
                name="order_gives_back_only_what_families_paid",
                condition=Q(use=PayoutUse.RETURN, paid_from=BookCode.FAMILIES)
                | (~Q(use=PayoutUse.RETURN) & ~Q(paid_from=BookCode.FAMILIES)),
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
            models.CheckConstraint(
                name="order_in_a_file_was_approved",
                condition=Q(file__isnull=True) | Q(state__in=[_S.EXPORTED, _S.PAID]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}指令{self.number}"
