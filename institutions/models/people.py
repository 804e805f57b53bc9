"""Who has a part in an institution, and what the report counts."""

from django.db import models
from django.db.models import Q

from institutions.states import EventKind, PersonRole
from tenants.models import CountyModel


class Person(CountyModel):
    """One person who has or had a part in an institution. No identity numbers are kept."""

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="people"
    )
    name = models.CharField("姓名", max_length=60)
    role = models.CharField("身份", max_length=10, choices=PersonRole)
    note = models.CharField("备注", max_length=200, blank=True)
    left_on = models.DateField("离开日期", null=True, blank=True, help_text="null: still there")

    class Meta:
        verbose_name = "相关人员"
        ordering = ("role", "pk")
        constraints = [
            models.UniqueConstraint(
                name="person_has_a_role_once_at_a_time",
                fields=("institution", "name", "role"),
                condition=Q(left_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}{self.name}"


class ReportingEvent(CountyModel):
    """One event that the report to the superior counts and that is no state; append-only.

    Being counted as reduced (压减) can leave an institution open, so it must not be
    mixed with ended or deregistered.
    """

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="events"
    )
    kind = models.CharField("事件", max_length=24, choices=EventKind)
    on = models.DateField("发生日期")
    note = models.TextField("说明", blank=True)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "统计事件"
        ordering = ("on", "pk")
        constraints = [
            models.UniqueConstraint(
                name="reporting_event_counts_once_a_day", fields=("institution", "kind", "on")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.on:%Y-%m-%d}）"
