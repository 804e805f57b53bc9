"""Law, dated parameters and working days. Nothing here is edited: a change is a new dated row.

``valid_until`` and ``in_force_until`` name the last day on which a row holds; null is open.
Every row carries where it was taken from (``source``), the mark exactly as the domain file
gives it (``mark``) and the mark of what a paper would print, the article (``confidence``).
"""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from policies import rules
from tenants.models import CountyModel, CountyQuerySet


class Confidence(models.TextChoices):
    """How far an article number may be trusted; only the first may be printed unconfirmed."""

    SOURCE = "source", "已核对原文"
    KNOWN = "known", "已知未核对"
    UNCERTAIN = "uncertain", "待核实"
    DERIVED = "derived", "推导"


class InstitutionKind(models.TextChoices):
    """Which institutions a violation can be found at; same codes as the registry's kinds."""

    SUBJECT = "subject", "学科类"
    NON_SUBJECT = "non_subject", "非学科类"
    CHILDCARE = "childcare", "托管"


class Hearing(models.TextChoices):
    """Whether the heaviest penalty of a violation opens the right to a hearing."""

    NO = "no", "无须听证"
    IF_LARGE = "if_large", "数额较大时可听证"
    YES = "yes", "可听证"


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

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("code", "valid_from")
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


class Violation(CitedRow):
    """One kind of unlawful act from the catalogue (V01 … V43) in one dated wording."""

    class Part(models.TextChoices):
        A = "A", "校外培训行政处罚暂行办法"
        B = "B", "民办教育促进法及其实施条例、教育法"
        C = "C", "未成年人保护义务"

    part = models.CharField(max_length=1, choices=Part.choices)
    title = models.CharField(max_length=120, help_text="what was done, as a paper names it")
    also_law = models.ForeignKey(
        Law, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    also_article = models.CharField(max_length=60, blank=True)
    requirement = models.TextField(help_text="what the law requires, for papers")
    remedy = models.TextField(help_text="what to put right, for papers; an order, never a penalty")
    penalty_text = models.TextField(blank=True, help_text="what may be imposed; never on an order")
    by_whom = models.CharField(max_length=120, blank=True)
    hearing = models.CharField(max_length=10, choices=Hearing.choices)
    kinds = ArrayField(models.CharField(max_length=20, choices=InstitutionKind.choices))

    class Meta(CitedRow.Meta):
        verbose_name = "违法情形"
        constraints = [
            *CitedRow.Meta.constraints,
            models.CheckConstraint(
                name="violation_second_article_has_a_law",
                condition=Q(also_law__isnull=True, also_article="")
                | (Q(also_law__isnull=False) & ~Q(also_article="")),
            ),
            models.CheckConstraint(
                name="violation_kinds_are_known",
                condition=Q(kinds__contained_by=InstitutionKind.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def citation(self) -> str:
        first = super().citation
        return f"{first}、{self.also_law.title}{self.also_article}" if self.also_law else first

    def is_in_force_on(self, day: date) -> bool:
        also_in_force = self.also_law is None or self.also_law.is_in_force_on(day)
        return super().is_in_force_on(day) and also_in_force


class Basis(CitedRow):
    """The article an order itself rests on, such as PL28: article 28 of the Penalty Law."""

    summary = models.CharField(max_length=200, help_text="what the article says, for the screen")

    class Meta(CitedRow.Meta):
        verbose_name = "文书依据"

    def __str__(self) -> str:
        return f"{self.code} {self.citation}"


class RoutedMatter(DatedRow):
    """A finding that belongs to a department's own powers (R01 … R20): routed, never cited."""

    title = models.CharField(max_length=120)
    law_text = models.CharField(max_length=200, help_text="for the department that receives it")
    sanction_text = models.CharField(
        max_length=200, blank=True, help_text="never on a paper of ours"
    )
    department_kind = models.CharField(max_length=20, help_text="kind of accounts.Department")
    further_department_kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta(DatedRow.Meta):
        verbose_name = "移送事项"

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class ParameterQuerySet(CountyQuerySet):
    def on(self, day: date) -> "ParameterQuerySet":
        """The one row per key that holds on that day."""
        begun = self.filter(valid_from__lte=day)
        return begun.order_by("key", "-valid_from").distinct("key")


class Parameter(CountyModel):
    """The value of one rule of this county from a day on, until a later row of the same key.

    One value per key and day follows from the unique beginning: no row has an end of its own.
    """

    key = models.CharField(max_length=60)
    value = models.JSONField()
    valid_from = models.DateField()
    confidence = models.CharField(max_length=10, choices=Confidence.choices)
    mark = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200)

    objects = ParameterQuerySet.as_manager()

    class Meta:
        verbose_name = "参数"
        ordering = ("key", "valid_from")
        constraints = [
            models.UniqueConstraint(
                fields=("key", "valid_from"), name="parameter_begins_once_on_a_day"
            ),
            models.CheckConstraint(
                name="parameter_confidence_is_a_mark", condition=Q(confidence__in=Confidence.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}（{self.valid_from.isoformat()}起）"


class CalendarYear(CountyModel):
    """A year whose days are known: the State Council's holiday notice for it has been loaded."""

    year = models.PositiveSmallIntegerField(unique=True)
    source = models.CharField(max_length=200)
    loaded_at = models.DateTimeField()

    class Meta:
        verbose_name = "日历年度"
        ordering = ("year",)

    def __str__(self) -> str:
        return f"{self.year}年工作日历"


class CalendarDay(CountyModel):
    """A day named by the holiday notice: a holiday, or a weekend day on which people work.

    Days without a row follow the week: Monday to Friday are worked.
    """

    date = models.DateField(unique=True)
    is_working = models.BooleanField()
    note = models.CharField(max_length=60, help_text="国庆节; 国庆节调休上班")

    class Meta:
        verbose_name = "日历日"
        ordering = ("date",)

    def __str__(self) -> str:
        return f"{self.date.isoformat()} {self.note}"
