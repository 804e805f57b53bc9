"""Dated values of the county and its working days."""

from datetime import date

from django.db import models
from django.db.models import Q

from policies.models.dated import Confidence
from tenants.models import CountyModel, CountyQuerySet


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
    origin = models.CharField(
        max_length=120, blank=True, help_text="which package brought it; empty: software or county"
    )

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
