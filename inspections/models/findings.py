"""What a visit found, to which department it was handed, and the photographs that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.gis.db import models

from accounts.permissions import Permission
from assignments.states import AssignmentState
from inspections.models._sight import own_department, sees_county
from inspections.models.visits import Visit, visits_with
from inspections.states import FindingKind, FindingVerdict, VisitState
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User
    from inspections.models.reviews import FindingReview


class FindingQuerySet(CountyQuerySet):
    def own(self) -> Self:
        return self.filter(kind=FindingKind.OWN)

    def standing(self) -> Self:
        """Those that the reviewer did not drop; before the review all of them."""
        return self.exclude(review__verdict=FindingVerdict.DROPPED)

    def to_follow_up(self) -> Self:
        """Violations of our own that were confirmed and not put right on the spot."""
        confirmed = self.own().standing().filter(visit__state=VisitState.CONFIRMED)
        return confirmed.exclude(review__is_corrected_on_site=True)

    def routed(self) -> Self:
        return self.filter(kind=FindingKind.ROUTED)

    def visible_to(self, user: User) -> Self:
        """Education staff see all; a partner those handed to it and those of its own visits."""
        if sees_county(user, Permission.VISIT_VIEW):
            return self
        own = own_department(user)
        handed = FindingAssignment.objects.standing().filter(assignment__asked_of=own)
        return self.filter(
            models.Q(pk__in=handed.values("finding")) | models.Q(visit__in=visits_with(own))
        )


class Finding(CountyModel):
    """One thing found at a visit, in the words of the record. Written once, with the record.

    Own: a violation that education itself may order to be put right, in force on the day.
    Routed: a matter of another department, never a legal basis of education's paper.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="findings")
    no = models.PositiveSmallIntegerField("序号")
    kind = models.CharField("处理方式", max_length=10, choices=FindingKind.choices)
    violation = models.ForeignKey(
        "policies.Violation", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    routed = models.ForeignKey(
        "policies.RoutedMatter", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    item = models.ForeignKey(
        "inspections.ChecklistItem",
        on_delete=models.PROTECT,
        related_name="findings",
        null=True,
        blank=True,
    )
    text = models.TextField("发现的问题")

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("visit", "no")
        constraints = [
            models.UniqueConstraint(name="one_finding_per_visit_and_no", fields=("visit", "no")),
            models.CheckConstraint(
                name="finding_is_own_or_routed_never_both",
                condition=models.Q(
                    kind=FindingKind.OWN, violation__isnull=False, routed__isnull=True
                )
                | models.Q(kind=FindingKind.ROUTED, violation__isnull=True, routed__isnull=False),
            ),
            models.CheckConstraint(name="finding_says_something", condition=~models.Q(text="")),
        ]

    def __str__(self) -> str:
        return f"问题{self.no}：{self.text[:30]}"

    @property
    def code(self) -> str:
        """Its code in the catalogue: V.. when own, R.. when routed."""
        row = self.violation or self.routed
        return row.code if row else ""

    @property
    def reviewed(self) -> FindingReview | None:
        """What the second person said of it; None before the visit is confirmed."""
        return getattr(self, "review", None)


class FindingAssignmentQuerySet(CountyQuerySet):
    def standing(self) -> Self:
        """Those not taken back by the asker."""
        return self.exclude(assignment__state=AssignmentState.WITHDRAWN)


class FindingAssignment(CountyModel):
    """The piece of work by which a routed finding was handed to the department it belongs to."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="assignment_links")
    assignment = models.OneToOneField(
        "assignments.Assignment", on_delete=models.PROTECT, related_name="finding_link"
    )

    objects = FindingAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("finding", "pk")

    def __str__(self) -> str:
        return f"{self.finding}：{self.assignment}"


class Photo(CountyModel):
    """A photograph of a visit, perhaps of one finding. The file is kept by its checksum."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="photos")
    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, related_name="photos", null=True, blank=True
    )
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("拍摄时间", null=True, blank=True)
    point = models.PointField(srid=4326, null=True, blank=True, help_text="WGS 84")
    caption = models.CharField("说明", max_length=200, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ("visit", "pk")
        constraints = [
            models.UniqueConstraint(name="one_photo_per_visit_and_file", fields=("visit", "file"))
        ]

    def __str__(self) -> str:
        return self.caption or f"照片{self.pk}"
