"""Banks, and the accounts that institutions and schools hold there."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from common.ciphers import decrypt
from funds.models.schools import School
from funds.states import AccountKind, AccountState
from institutions.models import Institution
from tenants.models import CountyModel, CountyQuerySet

TAIL = 4


class Bank(CountyModel):
    """A bank, or a branch of it, that holds accounts of this county. ``code`` is the county's."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)

    class Meta:
        verbose_name = "银行"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class FundAccountQuerySet(CountyQuerySet):
    def of_institutions(self) -> Self:
        """Those that the rules on prepaid fees are for."""
        return self.filter(institution__isnull=False)


class FundAccount(CountyModel):
    """One account under the bureau's eyes: of one institution or school, at one bank, of one kind.

    ``number_sealed`` is the account number, encrypted and bound to ``key``; ``number_digest``
    finds it again without reading it; ``number_tail`` is what pages show.
    ``own_minimum_fen`` is the least that was set for this account alone, None where the
    county's rule holds. ``watched_on`` is the last day at whose end it was held against the rules,
    ``watched_no`` the last entry whose movement was judged then.

    Source: 教监管函〔2021〕2号: the institution's own special account; registry-funds 4.5.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, "fund_accounts", null=True)
    school = models.ForeignKey(School, models.PROTECT, "fund_accounts", null=True)
    bank = models.ForeignKey(Bank, models.PROTECT, "accounts")
    kind = models.CharField(max_length=10, choices=AccountKind)
    state = models.CharField(max_length=10, choices=AccountState, default=AccountState.OPEN)
    key = models.UUIDField(unique=True, help_text="what the encryption is bound to")
    number_sealed = models.TextField()
    number_digest = models.CharField(max_length=64)
    number_tail = models.CharField(max_length=4)
    own_minimum_fen = models.BigIntegerField(null=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    watched_on = models.DateField(null=True)
    watched_no = models.BigIntegerField(default=0)

    objects = FundAccountQuerySet.as_manager()

    class Meta:
        verbose_name = "监管账户"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["number_digest"], name="fund_account_number_once"),
            models.UniqueConstraint(
                fields=["institution", "kind"],
                name="one_fund_account_of_a_kind_at_a_time",
                condition=Q(closed_on__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["school"],
                name="one_fund_account_of_a_school_at_a_time",
                condition=Q(closed_on__isnull=True),
            ),
            models.CheckConstraint(
                name="fund_account_of_a_school_is_of_its_kind",
                condition=Q(
                    kind=AccountKind.SCHOOLCARE, school__isnull=False, institution__isnull=True
                )
                | (
                    ~Q(kind=AccountKind.SCHOOLCARE)
                    & Q(school__isnull=True, institution__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="fund_account_closed_has_a_day",
                condition=Q(state=AccountState.CLOSED, closed_on__gte=models.F("opened_on"))
                | (~Q(state=AccountState.CLOSED) & Q(closed_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="fund_account_minimum_is_no_debt",
                condition=Q(own_minimum_fen__isnull=True) | Q(own_minimum_fen__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder}{self.get_kind_display()}（{self.masked}）"

    @property
    def holder(self) -> Institution | School:
        """Whose account it is."""
        found = self.school if self.school_id else self.institution
        assert found is not None, "held by a constraint"
        return found

    @property
    def supervised(self) -> Institution:
        """The institution that holds it: rules on prepaid fees are asked of no school's account."""
        assert self.institution is not None, "an account of an institution"
        return self.institution

    def is_held_on(self, day: date) -> bool:
        """Whether the account was open on a day."""
        return self.opened_on <= day and (self.closed_on is None or day <= self.closed_on)

    @property
    def masked(self) -> str:
        """What anybody may see of the number."""
        return f"尾号{self.number_tail}"

    @property
    def number(self) -> str:
        """In clear. Only for verbs that record the look. Raises FieldKeyGone, FieldDamaged."""
        return decrypt(self.number_sealed, purpose=f"fund-account/{self.key}")
