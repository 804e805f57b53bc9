"""Kinds of penalties, the ranges in which they are set, and who holds the power to impose them."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from policies.models.dated import CitedRow, DatedRow, alone
from policies.states import (
    HearingRight,
    HolderKind,
    HoldingWay,
    Manner,
    Measure,
    RangeLevel,
    Tier,
)


class PenaltyKind(CitedRow):
    """One kind of penalty (P1 … P10) as the law names it, with its right to a hearing."""

    title = models.CharField(max_length=60, help_text="as a paper names it: 罚款")
    measured_in = models.CharField(max_length=10, choices=Measure.choices)
    severity = models.PositiveSmallIntegerField(
        help_text="1 is the lightest; derived, only to compare old and new law"
    )
    hearing = models.CharField(max_length=10, choices=HearingRight.choices)
    hearing_mark = models.CharField(max_length=120, help_text="mark of the hearing right")

    class Meta(CitedRow.Meta):
        verbose_name = "处罚种类"
        constraints = [
            *CitedRow.Meta.constraints,
            alone("penaltykind_holds_alone", "code"),
            models.CheckConstraint(
                name="penaltykind_hearing_is_known", condition=Q(hearing__in=HearingRight.values)
            ),
            models.CheckConstraint(
                name="penaltykind_measure_is_known", condition=Q(measured_in__in=Measure.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


def _in_order(name: str, low: str, high: str) -> models.CheckConstraint:
    """From a smaller to a larger number, neither below zero; either end may be open."""
    return models.CheckConstraint(
        name=name,
        condition=(Q(**{f"{low}__isnull": True}) | Q(**{f"{low}__gte": 0}))
        & (Q(**{f"{high}__isnull": True}) | Q(**{f"{high}__gte": 0}))
        & (
            Q(**{f"{low}__isnull": True})
            | Q(**{f"{high}__isnull": True})
            | Q(**{f"{high}__gte": F(low)})
        ),
    )


class Benchmark(DatedRow):
    """One line of a discretion table (裁量基准): for a violation and tier, one penalty's range.

    Money is fen; multiples are tenths of the illegal gains, so 15 is one and a half times; time
    is months. A range of level ``law`` is the law's own; one of level ``benchmark`` lies in it.

    Source: enforcement.md 1.5, 行政处罚法 art. 34.
    """

    code = models.CharField(max_length=40, help_text="of the line: V02a-serious-P3")
    violation_code = models.CharField(max_length=10)
    level = models.CharField(max_length=10, choices=RangeLevel.choices)
    tier = models.CharField(max_length=10, choices=Tier.choices)
    circumstance = models.TextField(help_text="when the tier applies, in the table's words")
    penalty_kind = models.CharField(max_length=10, help_text="code of a PenaltyKind")
    manner = models.CharField(max_length=10, choices=Manner.choices)
    min_fen = models.BigIntegerField(null=True, blank=True)
    max_fen = models.BigIntegerField(null=True, blank=True)
    multiple_min_tenths = models.PositiveIntegerField(null=True, blank=True)
    multiple_max_tenths = models.PositiveIntegerField(null=True, blank=True)
    min_months = models.PositiveIntegerField(null=True, blank=True)
    max_months = models.PositiveIntegerField(null=True, blank=True)
    is_permanent = models.BooleanField(default=False)

    class Meta(DatedRow.Meta):
        verbose_name = "裁量基准"
        ordering = ("violation_code", "code", "valid_from")
        constraints = [
            *DatedRow.Meta.constraints,
            alone("benchmark_line_holds_alone", "code"),
            models.CheckConstraint(
                name="benchmark_tier_is_known", condition=Q(tier__in=Tier.values)
            ),
            models.CheckConstraint(
                name="benchmark_level_is_known", condition=Q(level__in=RangeLevel.values)
            ),
            models.CheckConstraint(
                name="benchmark_manner_is_known", condition=Q(manner__in=Manner.values)
            ),
            _in_order("benchmark_fen_in_order", "min_fen", "max_fen"),
            _in_order("benchmark_multiples_in_order", "multiple_min_tenths", "multiple_max_tenths"),
            _in_order("benchmark_months_in_order", "min_months", "max_months"),
            models.CheckConstraint(
                name="benchmark_measures_one_thing",
                condition=Q(max_fen__isnull=True, multiple_max_tenths__isnull=True)
                | Q(max_fen__isnull=True, max_months__isnull=True, is_permanent=False)
                | Q(multiple_max_tenths__isnull=True, max_months__isnull=True, is_permanent=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.violation_code}{self.get_tier_display()} {self.penalty_kind}"


class PowerHolder(DatedRow):
    """A body that holds the power to penalise for some violations of this county, and from when.

    Without a row the education bureau holds it. A transfer or delegation holds only once it is
    published (行政处罚法 arts. 20, 24; enforcement.md 1.2 J2, J3, J9).
    """

    code = models.CharField(max_length=40, help_text="of the line: V02@城关镇")
    covers = models.CharField(max_length=10, help_text="a violation's code or its beginning: V02")
    area = models.CharField(max_length=28, blank=True, help_text="township; empty: whole county")
    kind = models.CharField(max_length=20, choices=HolderKind.choices)
    way = models.CharField(max_length=20, choices=HoldingWay.choices)
    name = models.CharField(max_length=120, help_text="the body's full name")
    published_on = models.DateField(null=True, blank=True, help_text="null: not published yet")

    class Meta(DatedRow.Meta):
        verbose_name = "处罚权主体"
        ordering = ("covers", "area", "valid_from")
        constraints = [
            *DatedRow.Meta.constraints,
            alone("powerholder_holds_alone", "covers", "area"),
            models.CheckConstraint(
                name="powerholder_kind_is_known", condition=Q(kind__in=HolderKind.values)
            ),
            models.CheckConstraint(
                name="powerholder_way_is_known", condition=Q(way__in=HoldingWay.values)
            ),
            models.CheckConstraint(name="powerholder_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="powerholder_covers_something", condition=~Q(covers="")),
            models.CheckConstraint(
                name="powerholder_township_has_its_own_area",
                condition=~Q(kind=HolderKind.TOWNSHIP) | ~Q(area=""),
            ),
        ]

    def __str__(self) -> str:
        where = f"（{self.area}）" if self.area else ""
        return f"{self.covers}{where} {self.name}"

    def is_published_on(self, day: date) -> bool:
        """Published by then where it needs to be; the bureau's own power by law needs nothing."""
        if self.way == HoldingWay.OWN:
            return True
        return self.published_on is not None and self.published_on <= day
