"""How an institution stands: its licence's terms, annual checks, lists, grade and points."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from institutions.models._entries import Entry
from institutions.models.sites import Site
from institutions.states import AnnualResult, ListKind, PlaceQuestionKind
from tenants.models import CountyQuerySet


class Until(CountyQuerySet):
    """Rows that hold from a first to a last day; null is open."""

    def on(self, day: date) -> Self:
        return self.filter(valid_from__lte=day).exclude(valid_until__lt=day)


def _alone(name: str) -> ExclusionConstraint:
    """No two rows of one institution hold on the same day.

    The key stands as a range of one number, for which PostgreSQL needs no extension.
    """
    key = Func(F("institution_id"), F("institution_id"), Value("[]"), function="int8range")
    days = Func(
        F("valid_from"),
        F("valid_until"),
        Value("[]"),
        function="daterange",
        output_field=DateRangeField(),
    )
    overlaps = RangeOperators.OVERLAPS
    return ExclusionConstraint(name=name, expressions=[(key, overlaps), (days, overlaps)])


def _in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
    )


class LicenceTerm(Entry):
    """One term of a licence to teach; a renewal begins the next."""

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="licence_terms"
    )
    number = models.CharField("办学许可证编号", max_length=40)
    valid_from = models.DateField("有效期起")
    valid_until = models.DateField("有效期止", null=True, blank=True, help_text="last day")
    issuer = models.CharField("发证机关", max_length=100, blank=True)
    scope = models.CharField("办学内容", max_length=300, blank=True)

    objects = Until.as_manager()

    class Meta:
        verbose_name = "许可证期限"
        ordering = ("-valid_from", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="licence_term_begins_once", fields=("institution", "valid_from")
            ),
            _in_order("licence_term_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"许可证{self.number}（{self.valid_from:%Y-%m-%d}起）"


class AnnualCheck(Entry):
    """The result of one year's check (年检); a wrong one is voided, never changed."""

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="annual_checks"
    )
    year = models.PositiveSmallIntegerField("年度")
    score = models.DecimalField("得分", max_digits=5, decimal_places=1, null=True, blank=True)
    vetoes = ArrayField(
        models.CharField(max_length=120), verbose_name="一票否决事项", default=list, blank=True
    )
    result = models.CharField("结论", max_length=10, choices=AnnualResult)
    rule = models.CharField("分档规则", max_length=200, help_text="the parameters that were asked")
    checked_on = models.DateField("年检日期")
    note = models.CharField("说明", max_length=300, blank=True)
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    voided_because = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "年检"
        ordering = ("-year", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="one_annual_check_a_year",
                fields=("institution", "year"),
                condition=Q(voided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="annual_check_void_has_person_and_reason",
                condition=Q(voided_at__isnull=True, voided_by__isnull=True, voided_because="")
                | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(voided_because="")),
            ),
            models.CheckConstraint(
                name="veto_fails_the_annual_check",
                condition=Q(vetoes=[]) | Q(result=AnnualResult.FAILED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度年检（{self.get_result_display()}）"


class ListEntry(Entry):
    """On the white, key supervision or black list, from a day to a day; one list at a time."""

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="list_entries"
    )
    kind = models.CharField("名单", max_length=16, choices=ListKind)
    reason = models.CharField("列入事由", max_length=300)
    basis = models.CharField("依据", max_length=200, blank=True)
    valid_from = models.DateField("列入日期")
    valid_until = models.DateField("期满日期", null=True, blank=True, help_text="last day")
    ended_because = models.CharField("移出原因", max_length=200, blank=True)

    objects = Until.as_manager()

    class Meta:
        verbose_name = "名单"
        ordering = ("-valid_from", "-pk")
        constraints = [
            _in_order("list_entry_ends_after_it_begins"),
            _alone("institution_stands_on_one_list_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.valid_from:%Y-%m-%d}起）"


class CreditGrade(Entry):
    """A grade by the county's own scheme, from a day on until the next."""

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="credit_grades"
    )
    grade = models.CharField("信用等级", max_length=10)
    score = models.DecimalField("评分", max_digits=6, decimal_places=1, null=True, blank=True)
    scheme = models.CharField("评级办法", max_length=200, help_text="parameter and its first day")
    reason = models.CharField("评定说明", max_length=300, blank=True)
    valid_from = models.DateField("评定日期")
    valid_until = models.DateField("有效期止", null=True, blank=True, help_text="last day")

    objects = Until.as_manager()

    class Meta:
        verbose_name = "信用等级"
        ordering = ("-valid_from", "-pk")
        constraints = [
            _in_order("credit_grade_ends_after_it_begins"),
            _alone("institution_has_one_grade_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"信用等级{self.grade}（{self.valid_from:%Y-%m-%d}起）"


class CreditPoint(Entry):
    """Points added or taken away on a day; append-only. A year begins with the base."""

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="credit_points"
    )
    delta = models.SmallIntegerField("分值", help_text="positive: added; never 0")
    reason = models.CharField("事由", max_length=300)
    on = models.DateField("发生日期")

    class Meta:
        verbose_name = "积分"
        ordering = ("-on", "-pk")
        constraints = [
            models.CheckConstraint(name="credit_point_counts", condition=~Q(delta=0)),
        ]

    def __str__(self) -> str:
        return f"积分{self.delta:+d}（{self.on:%Y-%m-%d}）"


class PlaceAnswer(Entry):
    """A person looked at a doubtful point and says that it is right; append-only."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="answers")
    kind = models.CharField("疑问", max_length=16, choices=PlaceQuestionKind)
    about = models.CharField("疑问内容", max_length=200, help_text="what was asked, in words")
    answer = models.CharField("核实情况", max_length=200)

    class Meta:
        verbose_name = "坐标核实"
        ordering = ("-recorded_at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（已核实）"
