"""Sessions that were taught, and whether the parents say so too."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission
from funds.models.contracts import Contract
from funds.models.journal import Entry
from funds.states import LessonState
from tenants.models import CountyModel, CountyQuerySet


class LessonQuerySet(CountyQuerySet):
    def visible_to(self, user: User) -> Self:
        return self if user.has(Permission.FUND_VIEW) else self.none()

    def counting(self) -> LessonQuerySet:
        """Taught, or said to be: all but what was found not to have been."""
        return self.exclude(state=LessonState.REFUSED)

    def silent_on(self, day: date) -> LessonQuerySet:
        """Nobody answered, and the last day for an answer is over."""
        return self.filter(state=LessonState.DELIVERED, answer_by__lt=day)


class Lesson(CountyModel):
    """One session of a contract: ``count`` lessons on a day, by the institution's ``ref``.

    ``answer_by`` is the last day on which the parent may answer; after it silence counts as
    agreed. ``entry`` is what it earned, None while it waits or where it earned nothing.

    Source: registry-funds 4.6: 15 working days of silence count as agreed (platform rule).
    """

    contract = models.ForeignKey(Contract, models.PROTECT, "taught")
    ref = models.CharField(max_length=64)
    held_on = models.DateField()
    count = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=LessonState, default=LessonState.DELIVERED)
    asked_on = models.DateField()
    answer_by = models.DateField()
    answered_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, related_name="lesson")

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = "课时"
        ordering = ("contract", "held_on", "pk")
        indexes = [
            models.Index(
                fields=["answer_by"],
                name="lesson_waiting",
                condition=Q(state=LessonState.DELIVERED),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["contract", "ref"], name="lesson_once"),
            models.CheckConstraint(name="lesson_counts", condition=Q(count__gte=1)),
            models.CheckConstraint(
                name="lesson_earns_when_agreed",
                condition=Q(entry__isnull=True)
                | Q(state__in=[LessonState.CONFIRMED, LessonState.DEEMED]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract}{self.held_on.isoformat()}课时"
