"""Planning: what may be inspected, what a visit is planned for, and others' visits that count."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from common.db import all_or_none
from draws.states import PaperForm, VisitClass
from institutions.states import InstitutionKind
from tenants.models import CountyModel, CountyQuerySet


class MatterQuerySet(CountyQuerySet):
    def published_on(self, day: date) -> Self:
        return self.filter(published_on__lte=day).exclude(ended_on__lte=day)

    def for_visit(self, day: date, kind: str, visit_class: str) -> Self:
        """What may be inspected on that day, at that kind of institution, in that class."""
        return self.published_on(day).filter(
            kinds__contains=[kind], classes__contains=[visit_class]
        )


class Matter(CountyModel):
    """One published matter of inspection (行政检查事项). Only these may be inspected.

    Source: 国办发〔2024〕54号: matters are published, unpublished ones may not be inspected.
    """

    code = models.CharField("编号", max_length=20)
    title = models.CharField("事项", max_length=100)
    basis = models.CharField("依据", max_length=300)
    kinds = ArrayField(models.CharField(max_length=12, choices=InstitutionKind.choices))
    classes = ArrayField(models.CharField(max_length=10, choices=VisitClass.choices))
    published_on = models.DateField("公布日期")
    source = models.CharField("公布处", max_length=200)
    ended_on = models.DateField(
        "停止日期", null=True, blank=True, help_text="first day on which it is none any more"
    )
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering = ("code", "-published_on")
        constraints = [
            models.UniqueConstraint(
                name="one_matter_per_code_at_a_time",
                fields=("code",),
                condition=models.Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="matter_ends_not_before_it_is_published",
                condition=models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("published_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class VisitPlan(CountyModel):
    """What a visit is planned for: its class, matters, whether it is announced, its papers.

    ``counted_before`` and ``cap`` are as they stood when it was planned: visits of that year by
    all departments, and how many there should be at most.
    """

    visit = models.OneToOneField("inspections.Visit", models.PROTECT, related_name="plan")
    visit_class = models.CharField("检查类别", max_length=10, choices=VisitClass.choices)
    matters = models.ManyToManyField(Matter, through="PlanMatter", related_name="plans")
    is_announced = models.BooleanField("事先通知", default=True)
    unannounced_reason = models.CharField("不事先通知的理由", max_length=200, blank=True)
    counted_before = models.PositiveIntegerField()
    cap = models.PositiveIntegerField()
    over_cap_reason = models.CharField("超过年度上限的理由", max_length=200, blank=True)

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="unannounced_visit_says_why",
                condition=models.Q(is_announced=True, unannounced_reason="")
                | models.Q(is_announced=False) & ~models.Q(unannounced_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit}的安排"

    @property
    def is_over_cap(self) -> bool:
        return self.visit_class != VisitClass.CASE and self.counted_before >= self.cap


class PlanMatter(CountyModel):
    """A matter that a visit inspects."""

    plan = models.ForeignKey(VisitPlan, models.PROTECT, related_name="matter_links")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="plan_links")

    class Meta:
        ordering = ("plan", "matter")
        constraints = [
            models.UniqueConstraint(name="one_place_per_plan_and_matter", fields=("plan", "matter"))
        ]

    def __str__(self) -> str:
        return f"{self.plan}：{self.matter}"


class PlanCause(CountyModel):
    """Why the institution was due: the first cause planned the visit, later ones were merged."""

    plan = models.ForeignKey(VisitPlan, models.PROTECT, related_name="causes")
    visit_class = models.CharField("检查类别", max_length=10, choices=VisitClass.choices)
    text = models.CharField("任务来源", max_length=200)
    drawn_visit = models.OneToOneField(
        "draws.DrawnVisit", models.PROTECT, related_name="cause", null=True, blank=True
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ("plan", "pk")

    def __str__(self) -> str:
        return self.text


class PlanPaper(CountyModel):
    """An approval form (D01) or a notice of inspection (D02), frozen when the visit was approved.

    Approved again after something was merged into the visit, there are newer ones; the old stay.
    """

    plan = models.ForeignKey(VisitPlan, models.PROTECT, related_name="papers")
    form = models.CharField("文书", max_length=10, choices=PaperForm.choices)
    year = models.PositiveIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField("文号", max_length=60)
    payload = models.JSONField()
    frozen_at = models.DateTimeField()
    document = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, related_name="+", null=True, blank=True
    )
    printed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("plan", "form", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="one_plan_paper_per_form_year_and_serial", fields=("form", "year", "serial")
            ),
            models.CheckConstraint(
                name="plan_paper_is_printed_with_its_document",
                condition=all_or_none("document", "printed_at"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()}{self.number}"


class PlanCounter(CountyModel):
    """The last serial of a form in a year. Locked while a number is given."""

    form = models.CharField(max_length=10, choices=PaperForm.choices)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_plan_counter_per_form_and_year", fields=("form", "year")
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.year}"


class OtherVisit(CountyModel):
    """A visit that another department made outside this software; counts toward the yearly cap."""

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="other_visits"
    )
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="+")
    visited_on = models.DateField("检查日期")
    source = models.CharField("消息来源", max_length=200)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-visited_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="one_other_visit_per_institution_department_and_day",
                fields=("institution", "department", "visited_on"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.department}对{self.institution.name}的检查"
