"""The catalogue: violations, the articles orders rest on, matters of other departments."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from policies.models.dated import CitedRow, DatedRow, Law


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
