"""A deadline: by when something must be done, with the rule it was computed from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from common.clock import CHINA, chinese_date
from deadlines.rules import Pause, Period, Span
from deadlines.states import OPEN_STATES, DeadlineState, PeriodUnit
from policies.models import Confidence
from tenants.models import CountyModel, CountyQuerySet

LONGEST = 4000  # of any unit; more is a typing mistake


class DeadlineQuerySet(CountyQuerySet["Deadline"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def running(self) -> Self:
        return self.filter(state=DeadlineState.RUNNING)

    def overdue(self, as_of: date) -> Self:
        """Running, and the last day in time is over. One that stands still is not overdue."""
        return self.running().filter(due_on__lt=as_of)

    def due_within(self, as_of: date, days: int) -> Self:
        """Running, not overdue, and the last day comes within so many calendar days."""
        last = as_of + timedelta(days=days)
        return self.running().filter(due_on__gte=as_of, due_on__lte=last)

    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)

    def provisional(self) -> Self:
        return self.open().filter(is_provisional=True)


class Deadline(CountyModel):
    """One date by which one thing must be done. It does not know the thing; the thing knows it.

    What the rule said on the day it counts from is frozen here (label, basis, mark, length), so
    that a later rule changes nothing. ``due_on`` is the last day in time; overdue follows from
    it and the day one asks.
    """

    key = models.CharField("规则", max_length=60, help_text="key of the parameter: deadline.t02")
    label = models.CharField("期限", max_length=120)
    basis = models.CharField("依据", max_length=200)
    mark = models.CharField("出处标记", max_length=300, blank=True)
    confidence = models.CharField("可信度", max_length=10, choices=Confidence.choices)
    about = models.CharField("事项", max_length=200, help_text="one phrase naming the thing")

    counts_from_on = models.DateField("起算日", help_text="the day of the event; not counted")
    counts_from_at = models.DateTimeField("起算时间", null=True, blank=True)
    count = models.PositiveIntegerField("长短")
    unit = models.CharField("单位", max_length=12, choices=PeriodUnit.choices)
    rolls = models.BooleanField("末日遇休息日顺延", default=False)
    is_before = models.BooleanField("倒推", default=False, help_text="counted back from the day")
    extension_limit = models.PositiveIntegerField(
        "最多延长", null=True, blank=True, help_text="in unit; null: the rule names no limit"
    )

    due_on = models.DateField("届满日")
    due_at = models.DateTimeField("届满时间", null=True, blank=True, help_text="of hours alone")
    is_provisional = models.BooleanField("暂定", default=False)
    calendar_known_until = models.DateField("日历截至", null=True, blank=True)

    state = models.CharField(
        "状态", max_length=10, choices=DeadlineState.choices, default=DeadlineState.RUNNING
    )
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人"
    )
    started_at = models.DateTimeField("开始记录")
    changed_at = models.DateTimeField("最近变动", help_text="no change may lie before it")
    met_on = models.DateField("办结日", null=True, blank=True)
    cancel_reason = models.TextField("取消理由", blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = "期限"
        ordering = ("due_on", "pk")
        indexes = [
            models.Index(
                fields=("due_on", "id"),
                name="deadline_open_by_day",
                condition=Q(state__in=OPEN_STATES),
            ),
            models.Index(
                fields=("owner", "due_on"),
                name="deadline_open_by_owner",
                condition=Q(state__in=OPEN_STATES),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="deadline_has_a_length", condition=Q(count__gte=1, count__lte=LONGEST)
            ),
            models.CheckConstraint(
                name="deadline_unit_is_known", condition=Q(unit__in=PeriodUnit.values)
            ),
            models.CheckConstraint(
                name="deadline_state_is_known", condition=Q(state__in=DeadlineState.values)
            ),
            models.CheckConstraint(
                name="deadline_of_hours_ends_at_a_moment",
                condition=Q(
                    unit=PeriodUnit.HOUR, counts_from_at__isnull=False, due_at__isnull=False
                )
                | (~Q(unit=PeriodUnit.HOUR) & Q(counts_from_at__isnull=True, due_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="deadline_lies_after_its_beginning_or_before_if_counted_back",
                condition=Q(is_before=False, due_on__gte=F("counts_from_on"))
                | Q(is_before=True, due_on__lt=F("counts_from_on")),
            ),
            models.CheckConstraint(
                name="deadline_of_hours_is_not_counted_back_and_does_not_roll",
                condition=~Q(unit=PeriodUnit.HOUR) | Q(is_before=False, rolls=False),
            ),
            models.CheckConstraint(
                name="met_deadline_says_when",
                condition=Q(state=DeadlineState.MET, met_on__isnull=False)
                | (~Q(state=DeadlineState.MET) & Q(met_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="cancelled_deadline_says_why",
                condition=(Q(state=DeadlineState.CANCELLED) & ~Q(cancel_reason=""))
                | (~Q(state=DeadlineState.CANCELLED) & Q(cancel_reason="")),
            ),
            models.CheckConstraint(
                name="deadline_changes_after_it_starts",
                condition=Q(changed_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}的期限“{self.label}”"

    @property
    def length(self) -> str:
        """As people say it: 7个工作日, 90日."""
        return f"{self.count}{self.get_unit_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def was_late(self) -> bool:
        """Met after its last day."""
        return self.met_on is not None and self.met_on > self.due_on

    @property
    def due_words(self) -> str:
        """The last day in words, with the minute where hours count."""
        if self.due_at is None:
            return chinese_date(self.due_on)
        return f"{chinese_date(self.due_on)}{self.due_at.astimezone(CHINA):%H:%M}"

    def period(self, pauses: tuple[Pause, ...], extensions: tuple[Span, ...]) -> Period:
        """What the due date is computed from; pauses that are over, extensions in their order."""
        spans = (Span(self.count, self.unit), *extensions)
        return Period(self.counts_from_on, spans, self.rolls, self.is_before, pauses)
