"""What belongs to an assignment, and the record of what went to another body. Nothing is changed.

Source: enforcement.md 7, T36 (网络数据条例 12): who was given personal data is recorded and kept
three years at least. These rows are kept for good; the triggers of migration 0007 see to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.permissions import Permission
from assignments.models.assignments import Assignment
from assignments.states import FileRole, SharingPurpose
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class PartFinding(CountyModel):
    """What the asked department found in its own part of one act; its own until it is shared."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="parts")
    text = models.TextField("发现的问题")
    law_text = models.CharField("依据", max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")

    class Meta:
        verbose_name = "部门发现的问题"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(name="part_finding_says_something", condition=~Q(text=""))
        ]

    def __str__(self) -> str:
        return f"{self.assignment.asked_of.name}发现的问题：{self.text[:30]}"


class AssignmentFile(CountyModel):
    """One stored file of an assignment: material that was asked with, a paper of the answer, or a
    file of the asked department's own part.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="files")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, "+")
    role = models.CharField(max_length=10, choices=FileRole)
    part = models.ForeignKey(
        PartFinding, models.PROTECT, null=True, blank=True, related_name="files"
    )
    name = models.CharField("名称", max_length=120)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")

    class Meta:
        verbose_name = "协作材料"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                "assignment", "file", "role", name="a_file_stands_once_in_a_role_of_an_assignment"
            ),
            models.CheckConstraint(
                name="file_of_a_part_names_it",
                condition=Q(role=FileRole.PART, part__isnull=False)
                | (~Q(role=FileRole.PART) & Q(part__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SharingQuerySet(CountyQuerySet):
    def visible_to(self, user: User) -> Self:
        """Who reads history reads all; others what their own department gave or was given."""
        if user.has(Permission.HISTORY_VIEW):
            return self
        if user.department_id is None:
            return self.none()
        return self.filter(Q(giver=user.department_id) | Q(receiver=user.department_id))

    def with_all(self) -> Self:
        return self.select_related("giver", "receiver", "assignment", "shared_by")


class Sharing(CountyModel):
    """One time that something went to another body: who got it, what for, which fields.

    ``receiver`` is null for a body without a department here; its name always stands in words.
    ``shared_by`` null: the system gave it.
    """

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="sharings"
    )
    part = models.ForeignKey(
        PartFinding, models.PROTECT, null=True, blank=True, related_name="sharings"
    )
    giver = models.ForeignKey("accounts.Department", models.PROTECT, "+", null=True, blank=True)
    receiver = models.ForeignKey("accounts.Department", models.PROTECT, "+", null=True, blank=True)
    receiver_name = models.CharField("接收方", max_length=100)
    purpose = models.CharField("目的", max_length=12, choices=SharingPurpose)
    basis = models.CharField("依据", max_length=300, blank=True)
    about = models.CharField("事项", max_length=200)
    fields = ArrayField(models.CharField(max_length=120), verbose_name="内容")
    shared_at = models.DateTimeField("提供时间")
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )

    objects = SharingQuerySet.as_manager()

    class Meta:
        verbose_name = "信息提供记录"
        ordering = ("-shared_at", "-pk")
        indexes = [models.Index(fields=("receiver", "-shared_at"), name="sharing_by_receiver")]
        constraints = [
            models.CheckConstraint(
                name="sharing_says_to_whom_what_for_and_what",
                condition=~Q(receiver_name="") & ~Q(about="") & Q(fields__len__gt=0),
            ),
            models.CheckConstraint(
                name="sharing_has_a_known_purpose", condition=Q(purpose__in=SharingPurpose.values)
            ),
        ]

    def __str__(self) -> str:
        return f"向{self.receiver_name}提供：{self.about}"
