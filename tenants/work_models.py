"""Work that waits, is under way, or was set aside; and counties whose work is held. In public.

No names stand here: a task's arguments are keys and short words (tests/house/test_tasks.py).
"""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q


class WorkState(models.TextChoices):
    WAITING = "waiting", "等待"
    SENT = "sent", "已派发"
    RUNNING = "running", "进行中"
    SET_ASIDE = "set_aside", "已搁置"


S = WorkState


class WorkQuerySet(models.QuerySet):
    def of(self, schema: str, queue: str) -> Self:
        return self.filter(schema=schema, queue=queue)

    def in_hand(self) -> Self:
        return self.filter(state__in=(S.SENT, S.RUNNING))


class Work(models.Model):
    """One task of one county, from its asking to its end; then the row is gone."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, help_text="the id of the task")
    schema = models.CharField(max_length=63)
    queue = models.CharField(max_length=20)
    task = models.CharField(max_length=100)
    kwargs = models.JSONField(default=dict)
    headers = models.JSONField(default=dict, help_text="request and person of whoever asked")
    state = models.CharField(max_length=10, choices=S, default=S.WAITING)
    # All by the database's clock: a worker whose own clock is wrong takes nothing from another.
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, help_text="ahead: it comes back then")
    started_at = models.DateTimeField(null=True)
    limit_s = models.PositiveIntegerField(help_text="longer it cannot run")
    starts = models.PositiveIntegerField(default=0, help_text="that did not end")
    done = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    trouble = models.CharField(max_length=200, blank=True, help_text="a kind of error, no words")

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="work_set_aside_says_why", condition=~Q(state=S.SET_ASIDE) | ~Q(trouble="")
            ),
            models.CheckConstraint(
                name="work_running_has_started",
                condition=~Q(state=S.RUNNING) | Q(started_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index("schema", "queue", "id", name="work_of_a_county"),
            models.Index("state", "queue", name="work_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.schema} {self.task}"


class HoldKind(models.TextChoices):
    PAUSED = "paused", "已暂停"
    DRAINED = "drained", "收尾中"


class CountyHold(models.Model):
    """One county whose work is held: what was asked from ``from_id`` on is kept and not begun."""

    schema = models.CharField(max_length=63, primary_key=True)
    kind = models.CharField(max_length=10, choices=HoldKind.choices)
    from_id = models.PositiveBigIntegerField(help_text="0: nothing is begun")
    at = models.DateTimeField()
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_hold_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.schema} {self.kind}"
