"""A visit, who went, which departments were asked to come, and the answers on its checklist."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.contrib.gis.db import models

from accounts.permissions import Permission
from assignments.states import AssignmentState
from common.clock import chinese_date, localdate
from common.db import all_or_none
from inspections.models._sight import own_department, sees_county
from inspections.states import AnswerValue, OfficerRole, VisitPurpose, VisitState
from tenants.models import CountyModel, CountyQuerySet
from tenants.searching import SearchableQuerySet

if TYPE_CHECKING:
    from accounts.models import User

_FACTS_STAND = (VisitState.RECORDED, VisitState.CONFIRMED)


def visits_with(department_id: int) -> models.QuerySet[VisitAssignment, Any]:
    """Keys of the visits that a department was asked to join, or that its people attend."""
    asked = VisitAssignment.objects.standing().filter(assignment__asked_of=department_id)
    went = VisitOfficer.objects.filter(department=department_id)
    return asked.values("visit").union(went.values("visit"))


class VisitQuerySet(SearchableQuerySet):
    searched = None  # a visit has no words of its own, it is found by its institution
    search_through = ("institution",)

    def visible_to(self, user: User) -> Self:
        """Education staff see the county; a partner its own department's visits.

        Its own are those it was asked to join and those one of its people attended.
        """
        if sees_county(user, Permission.VISIT_VIEW):
            return self
        return self.filter(pk__in=visits_with(own_department(user)))

    def joint(self) -> Self:
        """Visits that another department was asked to join."""
        return self.filter(pk__in=VisitAssignment.objects.standing().values("visit"))

    def with_all(self) -> Self:
        """Everything that a list prints, in two queries."""
        people = VisitOfficer.objects.select_related("user", "department")
        return self.select_related(
            "institution", "campaign", "checklist", "recorded_by", "confirmed_by"
        ).prefetch_related(models.Prefetch("officers", queryset=people))

    def awaiting_approval(self) -> Self:
        return self.filter(state=VisitState.PLANNED)

    def waiting_for_record(self) -> Self:
        return self.filter(state__in=(VisitState.PLANNED, VisitState.APPROVED))

    def awaiting_confirmation(self) -> Self:
        return self.filter(state=VisitState.RECORDED)

    def confirmed(self) -> Self:
        return self.filter(state=VisitState.CONFIRMED)

    def took_place(self) -> Self:
        return self.filter(state__in=_FACTS_STAND)

    def planned_for(self, day: date) -> Self:
        return self.waiting_for_record().filter(planned_on=day)


class Visit(CountyModel):
    """One visit to one institution: planned, approved, recorded on site, confirmed by another.

    ``distance_m`` is how far ``point`` lay from the registered site on that day, in metres;
    null when either is unknown. Far is shown, not refused.

    ``site_facts`` is what a phone brought back beside the checklist, empty when a page was used:
    ``certificate_shown`` {officers: [user], at}, ``people`` [{name, role}], ``counts`` {pupils,
    teachers, note}, ``read_out`` {text, sha256, at}, ``refusals`` [{of, reason, witness,
    witness_unit, at}], ``place`` {accuracy_m, marks}, ``clock`` {offset_s, is_wrong, was_set},
    ``device`` and ``head`` (docs/field-protocol.md).
    """

    institution = models.ForeignKey(
        "institutions.Institution", on_delete=models.PROTECT, related_name="visits"
    )
    campaign = models.ForeignKey(
        "inspections.Campaign",
        on_delete=models.PROTECT,
        related_name="visits",
        null=True,
        blank=True,
    )
    purpose = models.CharField("检查类型", max_length=20, choices=VisitPurpose.choices)
    state = models.CharField(
        "状态", max_length=20, choices=VisitState.choices, default=VisitState.PLANNED
    )
    checklist = models.ForeignKey("inspections.Checklist", on_delete=models.PROTECT)
    planned_on = models.DateField("计划日期")
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="null: the system drew it up on the day a limit ended",
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    starts_at = models.DateTimeField("开始时间", null=True, blank=True)
    ends_at = models.DateTimeField("结束时间", null=True, blank=True)
    point = models.PointField(srid=4326, null=True, blank=True, help_text="WGS 84")
    distance_m = models.PositiveIntegerField(
        null=True, blank=True, help_text="metres from the registered site"
    )
    place_text = models.CharField("检查地点", max_length=200, blank=True)
    person_present = models.CharField("在场人员", max_length=50, blank=True)
    person_role = models.CharField("在场人员身份", max_length=50, blank=True)
    remark = models.TextField("备注", blank=True)
    site_facts = models.JSONField("现场情况", default=dict, blank=True)
    request_id = models.UUIDField(
        null=True,
        blank=True,
        help_text="sent by the recorder's device; the same is never taken twice",
    )
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ("-planned_on", "-pk")
        indexes = [
            models.Index(fields=("state", "planned_on"), name="visit_by_state_and_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="visit_ends_after_it_starts",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
            ),
            models.CheckConstraint(
                name="visit_that_nobody_planned_is_a_reinspection",
                condition=models.Q(planned_at__isnull=False)
                & (
                    models.Q(planned_by__isnull=False) | models.Q(purpose=VisitPurpose.REINSPECTION)
                ),
            ),
            models.CheckConstraint(
                name="visit_distance_needs_a_point",
                condition=models.Q(distance_m__isnull=True) | models.Q(point__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_visit_per_recording_request",
                fields=("request_id",),
                condition=models.Q(request_id__isnull=False),
            ),
            models.CheckConstraint(
                name="visit_approval_has_moment_and_person",
                condition=all_or_none("approved_at", "approved_by"),
            ),
            models.CheckConstraint(
                name="visit_record_has_moment_and_person",
                condition=all_or_none("recorded_at", "recorded_by"),
            ),
            models.CheckConstraint(
                name="visit_confirmation_has_moment_and_person",
                condition=all_or_none("confirmed_at", "confirmed_by"),
            ),
            models.CheckConstraint(
                name="visit_cancellation_has_moment_and_person",
                condition=all_or_none("cancelled_at", "cancelled_by"),
            ),
            models.CheckConstraint(
                name="visit_beyond_planned_is_approved",
                condition=models.Q(state__in=(VisitState.PLANNED, VisitState.CANCELLED))
                | models.Q(approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="visit_recorded_has_its_facts",
                condition=~models.Q(state__in=_FACTS_STAND)
                | models.Q(
                    recorded_at__isnull=False,
                    starts_at__isnull=False,
                    ends_at__isnull=False,
                    request_id__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="visit_confirmed_only_when_so",
                condition=models.Q(state=VisitState.CONFIRMED, confirmed_at__isnull=False)
                | (~models.Q(state=VisitState.CONFIRMED) & models.Q(confirmed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="visit_confirmed_by_another_than_recorded",
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("recorded_by")),
            ),
            models.CheckConstraint(
                name="visit_cancelled_only_when_so_and_why",
                condition=(
                    models.Q(state=VisitState.CANCELLED, cancelled_at__isnull=False)
                    & ~models.Q(cancel_reason="")
                )
                | (~models.Q(state=VisitState.CANCELLED) & models.Q(cancelled_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"对{self.institution.name}的检查（{chinese_date(self.visited_on)}）"

    @property
    def visited_on(self) -> date:
        """The real day once recorded, the planned day before: the day of the act."""
        return localdate(self.starts_at) if self.starts_at else self.planned_on

    @property
    def is_joint(self) -> bool:
        return self.assignment_links.standing().exists()

    @property
    def duration_minutes(self) -> int | None:
        started: datetime | None = self.starts_at
        if started is None or self.ends_at is None:
            return None
        return int((self.ends_at - started).total_seconds() // 60)


class VisitOfficer(CountyModel):
    """A person who goes on a visit; department and certificate as they were on its day.

    An auxiliary may attend, is not counted and never signs, so has no certificate here.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="officers")
    user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="visits_as_officer"
    )
    department = models.ForeignKey(
        "accounts.Department", on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField("身份", max_length=10, choices=OfficerRole.choices)
    certificate_no = models.CharField("执法证号", max_length=40, blank=True)

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ("visit", "pk")
        constraints = [
            models.UniqueConstraint(name="one_place_per_visit_and_user", fields=("visit", "user")),
            models.UniqueConstraint(
                name="one_lead_officer_per_visit",
                fields=("visit",),
                condition=models.Q(role=OfficerRole.LEAD),
            ),
            models.CheckConstraint(
                name="officer_has_a_certificate_and_auxiliary_none",
                condition=models.Q(role=OfficerRole.AUXILIARY, certificate_no="")
                | (~models.Q(role=OfficerRole.AUXILIARY) & ~models.Q(certificate_no="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.full_name}（{self.certificate_no or '辅助人员'}）"


class VisitAssignmentQuerySet(CountyQuerySet):
    def standing(self) -> Self:
        """Those not taken back by the asker."""
        return self.exclude(assignment__state=AssignmentState.WITHDRAWN)


class VisitAssignment(CountyModel):
    """The piece of work by which a partner department was asked to come along."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="assignment_links")
    assignment = models.OneToOneField(
        "assignments.Assignment", on_delete=models.PROTECT, related_name="visit_link"
    )

    objects = VisitAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("visit", "pk")

    def __str__(self) -> str:
        return f"{self.visit}：{self.assignment}"


class Answer(CountyModel):
    """The answer to one item of the visit's checklist. Written once, with the record."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey("inspections.ChecklistItem", on_delete=models.PROTECT)
    value = models.CharField("结果", max_length=15, choices=AnswerValue.choices)
    note = models.CharField("说明", max_length=500, blank=True)

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ("visit", "item__code")
        constraints = [
            models.UniqueConstraint(name="one_answer_per_visit_and_item", fields=("visit", "item"))
        ]

    def __str__(self) -> str:
        return f"{self.item.code} {self.get_value_display()}"
