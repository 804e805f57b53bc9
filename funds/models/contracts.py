"""What a parent bought: the contract, whose order number links payments to a pupil."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.permissions import Permission
from common.ciphers import decrypt
from common.text import mask_name
from funds.models.accounts import FundAccount
from funds.states import ContractBasis, ContractState
from tenants.models import CountyModel, CountyQuerySet


class ContractQuerySet(CountyQuerySet):
    def visible_to(self, user: User) -> Self:
        return self if user.has(Permission.FUND_VIEW) else self.none()


class Contract(CountyModel):
    """One order: a pupil, a course, a fee. Money in whole fen.

    Pupils are minors: names are encrypted, bound to ``key``, and found by their digests.
    ``bonus_fen`` is credit that was given on top; ``list_price_fen`` the undiscounted price of a
    lesson, None where nothing was discounted. What basis it has decides whether lessons or
    days are counted.

    Source: model contract for training of minors (合同示范文本); registry-funds 4.3: banks do
    not send the payer, so payments carry ``order_no``.
    """

    account = models.ForeignKey(FundAccount, models.PROTECT, "contracts", db_index=False)
    order_no = models.CharField(max_length=32, unique=True)
    key = models.UUIDField(unique=True, help_text="what the encryption is bound to")
    pupil_sealed = models.TextField()
    pupil_digest = models.CharField(max_length=64, db_index=True)
    guardian_sealed = models.TextField()
    guardian_digest = models.CharField(max_length=64, db_index=True)
    course = models.CharField(max_length=100)
    basis = models.CharField(max_length=10, choices=ContractBasis)
    state = models.CharField(max_length=10, choices=ContractState, default=ContractState.RUNNING)
    fee_fen = models.BigIntegerField()
    bonus_fen = models.BigIntegerField(default=0)
    list_price_fen = models.BigIntegerField(null=True)
    lessons = models.PositiveIntegerField(null=True)
    service_from = models.DateField()
    service_to = models.DateField()
    signed_on = models.DateField()

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = "培训合同"
        ordering = ("pk",)
        indexes = [models.Index(fields=["account", "signed_on"], name="contract_by_day")]
        constraints = [
            models.CheckConstraint(name="contract_costs_something", condition=Q(fee_fen__gt=0)),
            models.CheckConstraint(name="contract_bonus_is_a_gift", condition=Q(bonus_fen__gte=0)),
            models.CheckConstraint(
                name="contract_serves_some_days", condition=Q(service_to__gte=F("service_from"))
            ),
            models.CheckConstraint(
                name="contract_by_lessons_counts_them",
                condition=Q(basis=ContractBasis.LESSONS, lessons__gte=1)
                | Q(basis=ContractBasis.UNLIMITED, lessons__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"订单{self.order_no}"

    @property
    def masked_pupil(self) -> str:
        """What anybody who sees contracts sees of the pupil: 王**. Raises as ``pupil``."""
        return mask_name(self.pupil)

    @property
    def masked_guardian(self) -> str:
        """What anybody who sees contracts sees of the guardian. Raises as ``guardian``."""
        return mask_name(self.guardian)

    @property
    def pupil(self) -> str:
        """In clear. Only for verbs that record the look, and for masking. Raises FieldKeyGone, FieldDamaged."""
        return decrypt(self.pupil_sealed, purpose=f"contract-pupil/{self.key}")

    @property
    def guardian(self) -> str:
        """In clear. Only for verbs that record the look, and for masking. Raises FieldKeyGone, FieldDamaged."""
        return decrypt(self.guardian_sealed, purpose=f"contract-guardian/{self.key}")
