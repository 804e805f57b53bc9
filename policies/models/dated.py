"""What dated rows have in common: laws, rows with days and a source, rows that cite an article.

``valid_until`` and ``in_force_until`` name the last day on which a row holds; null is open.
Every row carries where it was taken from (``source``), the mark exactly as the domain file
gives it (``mark``) and the mark of what a paper would print, the article (``confidence``).
"""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from accounts.models import User
from policies import rules
from tenants.models import CountyModel, CountyQuerySet


class Confidence(models.TextChoices):
    """How far an article number may be trusted; only the first may be printed unconfirmed."""

    SOURCE = "source", "已核对原文"
    KNOWN = "known", "已知未核对"
    UNCERTAIN = "uncertain", "待核实"
    DERIVED = "derived", "推导"


class LawQuerySet(CountyQuerySet):
    def in_force_on(self, day: date) -> "LawQuerySet":
        return self.filter(in_force_from__lte=day).exclude(in_force_until__lt=day)


class Law(CountyModel):
    """One version of one law, regulation or ministry rule, with the days it is in force."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120, help_text="with 《》, as papers print it")
    version_label = models.CharField(max_length=60)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True, help_text="last day in force")
    confidence = models.CharField(
        max_length=10, choices=Confidence.choices, help_text="of the date, not of any article"
    )
    mark = models.CharField(max_length=300)
    source = models.CharField(max_length=120)

    objects = LawQuerySet.as_manager()

    class Meta:
        verbose_name = "法规"
        ordering = ("in_force_from", "code")
        constraints = [
            models.CheckConstraint(
                name="law_ends_after_it_begins",
                condition=Q(in_force_until__isnull=True)
                | Q(in_force_until__gte=F("in_force_from")),
            ),
            models.CheckConstraint(
                name="law_confidence_is_a_mark", condition=Q(confidence__in=Confidence.values)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_in_force_on(self, day: date) -> bool:
        return rules.holds_on(self.in_force_from, self.in_force_until, day)


def alone(name: str, *fields: str) -> ExclusionConstraint:
    """No two rows with the same words in ``fields`` hold on the same day.

    Words stand as a range of one number, for which PostgreSQL needs no extension.
    """
    overlaps = RangeOperators.OVERLAPS
    keys = [Func(F(field), Value(0), function="hashtextextended") for field in fields]
    same = [(Func(key, key, Value("[]"), function="int8range"), overlaps) for key in keys]
    days = Func(
        F("valid_from"),
        F("valid_until"),
        Value("[]"),
        function="daterange",
        output_field=DateRangeField(),
    )
    return ExclusionConstraint(name=name, expressions=[*same, (days, overlaps)])


class DatedQuerySet(CountyQuerySet):
    """Rows with a code that hold from one day to another; loading ends one as the next begins."""

    def on(self, day: date) -> "DatedQuerySet":
        return self.filter(valid_from__lte=day).exclude(valid_until__lt=day)


class DatedRow(CountyModel):
    """What violations, bases and routed matters have in common: a code, days and a source."""

    code = models.CharField(max_length=10)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True, help_text="last day it holds")
    confidence = models.CharField(
        max_length=10, choices=Confidence.choices, help_text="of the article number"
    )
    mark = models.CharField(max_length=300, help_text="the mark exactly as the domain file has it")
    source = models.CharField(max_length=120)
    origin = models.CharField(
        max_length=120,
        blank=True,
        help_text="which package or administrator brought it; empty: the software's own catalogue",
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: tuple[str, ...] = ("code", "valid_from")
        constraints = [
            models.UniqueConstraint(
                fields=("code", "valid_from"), name="%(class)s_code_begins_once_on_a_day"
            ),
            models.CheckConstraint(
                name="%(class)s_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="%(class)s_confidence_is_a_mark",
                condition=Q(confidence__in=Confidence.values),
            ),
        ]

    @property
    def version(self) -> str:
        """Which row this is, for the frozen ``policy_versions`` of a paper: V35@2018-12-29."""
        return f"{self.code}@{self.valid_from.isoformat()}"


class CitedRow(DatedRow):
    """A dated row that a paper may cite: an article of a law, and who confirmed its number."""

    law = models.ForeignKey(Law, on_delete=models.PROTECT, related_name="+")
    article = models.CharField(max_length=60, help_text="第六十四条; printed after the law's title")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_by_name = models.CharField(max_length=60, blank=True)

    class Meta(DatedRow.Meta):
        abstract = True
        constraints = [
            *DatedRow.Meta.constraints,
            models.CheckConstraint(
                name="%(class)s_confirmation_has_a_person",
                condition=Q(
                    confirmed_at__isnull=True, confirmed_by__isnull=True, confirmed_by_name=""
                )
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & ~Q(confirmed_by_name="")
                ),
            ),
        ]

    @property
    def citation(self) -> str:
        """Law and article as a paper prints them."""
        return f"{self.law.title}{self.article}"

    @property
    def kind_name(self) -> str:
        """How addresses and history call this kind of row: violation, basis, penaltykind."""
        return self._meta.model_name or ""

    @property
    def is_article_open(self) -> bool:
        """The catalogue names several articles to choose from: nobody can confirm a number yet."""
        return not rules.names_one_article(self.article)

    def is_in_force_on(self, day: date) -> bool:
        """The row holds on that day and so does the law it cites."""
        return rules.holds_on(self.valid_from, self.valid_until, day) and self.law.is_in_force_on(
            day
        )

    def is_quotable_on(self, day: date) -> bool:
        """A paper about an act of that day may print this article."""
        return self.is_in_force_on(day) and rules.quotable(self, day)
