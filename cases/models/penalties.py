"""What every list of penalties shares, whether proposed or decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cases.states import WITH_AMOUNT, PenaltyKind
from common.money import yuan
from tenants.models import CountyModel


class Penalty(CountyModel):
    """One penalty of one kind. Money kinds have an amount in fen, P9 a length in months.

    ``months`` null on P9 is for ever. ``text`` says what the kind alone does not: what is
    confiscated, from what somebody is barred, which other penalty.
    """

    kind = models.CharField(max_length=3, choices=PenaltyKind)
    amount_fen = models.BigIntegerField(null=True, blank=True)
    multiple = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True, help_text="of the illegal gains"
    )
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        money = f"{yuan(self.amount_fen)}元" if self.amount_fen is not None else ""
        return f"{self.get_kind_display()}{money}"


def penalty_rules(name: str) -> list[models.BaseConstraint]:
    """The constraints of one list; ``name`` begins their names."""
    return [
        models.CheckConstraint(
            name=f"{name}_has_an_amount_exactly_for_money",
            condition=Q(kind__in=WITH_AMOUNT, amount_fen__gt=0)
            | (~Q(kind__in=WITH_AMOUNT) & Q(amount_fen__isnull=True)),
        ),
        models.CheckConstraint(
            name=f"{name}_multiple_is_of_a_fine",
            condition=Q(multiple__isnull=True) | Q(kind=PenaltyKind.P3, multiple__gt=0),
        ),
        models.CheckConstraint(
            name=f"{name}_length_is_of_a_bar",
            condition=Q(months__isnull=True) | Q(kind=PenaltyKind.P9, months__gt=0),
        ),
        models.CheckConstraint(
            name=f"{name}_of_things_and_of_other_kind_says_what",
            condition=~Q(kind__in=(PenaltyKind.P5, PenaltyKind.P9, PenaltyKind.P10)) | ~Q(text=""),
        ),
    ]
