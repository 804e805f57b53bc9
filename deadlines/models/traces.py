"""What happened to a deadline: it stood still, was made longer, moved, was reminded of."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from accounts.models import User
from deadlines.models.deadlines import LONGEST, Deadline
from deadlines.states import ChangeKind, PauseCause, PeriodUnit, ReminderLevel
from tenants.models import CountyModel


def _apart() -> ExclusionConstraint:
    """No day of one deadline lies in two pauses; the key is a range of one number, which needs
    no extension of PostgreSQL.
    """
    key = Func(F("deadline_id"), F("deadline_id"), Value("[]"), function="int8range")
    days = Func(
        F("paused_on"),
        F("resumed_on"),
        Value("[)"),
        function="daterange",
        output_field=DateRangeField(),
    )
    overlaps = RangeOperators.OVERLAPS
    return ExclusionConstraint(
        name="pauses_of_a_deadline_lie_apart", expressions=[(key, overlaps), (days, overlaps)]
    )


class DeadlinePause(CountyModel):
    """Days of one deadline that do not count: from ``paused_on`` to the day before ``resumed_on``.

    Null ``resumed_on``: it still stands. Source: enforcement.md 7, excluded time (market
    regulation's rule [K]; 53号令 [U]), so each pause names its own basis.
    """

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="pauses")
    cause = models.CharField("事由", max_length=20, choices=PauseCause.choices)
    basis = models.CharField("依据", max_length=200)
    paused_on = models.DateField("中止日")
    resumed_on = models.DateField("恢复日", null=True, blank=True)

    class Meta:
        verbose_name = "期限中止"
        ordering = ("paused_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("deadline",),
                condition=Q(resumed_on__isnull=True),
                name="deadline_stands_still_once_at_a_time",
            ),
            models.CheckConstraint(
                name="pause_ends_after_it_begins",
                condition=Q(resumed_on__isnull=True) | Q(resumed_on__gte=F("paused_on")),
            ),
            models.CheckConstraint(
                name="pause_has_a_cause", condition=Q(cause__in=PauseCause.values) & ~Q(basis="")
            ),
            _apart(),
        ]

    def __str__(self) -> str:
        return f"{self.deadline}的中止"


class DeadlineExtension(CountyModel):
    """One time that a deadline was made longer, by whom and why. Never changed."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="extensions")
    count = models.PositiveIntegerField("延长")
    unit = models.CharField("单位", max_length=12, choices=PeriodUnit.choices)
    reason = models.TextField("理由")
    old_due_on = models.DateField("原届满日")
    new_due_on = models.DateField("新届满日")
    approved_at = models.DateTimeField("批准时间")
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="批准人")
    approved_by_name = models.CharField(max_length=60)

    class Meta:
        verbose_name = "期限延长"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="deadline_extension_has_a_length",
                condition=Q(count__gte=1, count__lte=LONGEST, unit__in=PeriodUnit.values),
            ),
            models.CheckConstraint(name="deadline_extension_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="deadline_extension_is_no_shortening",
                condition=Q(new_due_on__gte=F("old_due_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deadline}延长{self.length}"

    @property
    def length(self) -> str:
        return f"{self.count}{self.get_unit_display()}"


class DeadlineChange(CountyModel):
    """One time that a due date moved: from where, to where, why. Never changed."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="changes")
    kind = models.CharField("原因", max_length=12, choices=ChangeKind.choices)
    why = models.CharField("说明", max_length=300)
    old_due_on = models.DateField("原届满日")
    new_due_on = models.DateField("新届满日")
    was_provisional = models.BooleanField("原为暂定")
    is_provisional = models.BooleanField("仍为暂定")
    moved_at = models.DateTimeField("变动时间")

    class Meta:
        verbose_name = "期限变动"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="deadline_change_has_a_cause",
                condition=Q(kind__in=ChangeKind.values) & ~Q(why=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deadline}的变动"


class Reminder(CountyModel):
    """One level was told of one deadline, once: this row is the message."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="reminders")
    level = models.CharField("层级", max_length=12, choices=ReminderLevel.choices)
    due_on = models.DateField("当时的届满日")
    reminded_at = models.DateTimeField("提醒时间")

    class Meta:
        verbose_name = "期限提醒"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("deadline", "level"), name="each_level_is_reminded_once_of_a_deadline"
            ),
            models.CheckConstraint(
                name="reminder_goes_to_a_level", condition=Q(level__in=ReminderLevel.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deadline}的提醒"
