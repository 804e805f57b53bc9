"""Events of registers, and files of assignments on their way in."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.permissions import Permission
from common.db import all_or_none
from exchange.states import RegistryEventKind, RegistryEventState
from tenants.models import CountyModel, CountyQuerySet

S = RegistryEventState


class RegistryEventQuerySet(CountyQuerySet["RegistryEvent"]):
    def visible_to(self, user: User) -> Self:
        """The registry's own people; a reporting system what it reported itself."""
        if user.has(Permission.INSTITUTION_EDIT):
            return self
        return self.filter(reported_by=user)

    def waiting(self) -> Self:
        return self.filter(state=S.WAITING)


class RegistryEvent(CountyModel):
    """One thing that a register of legal persons reported, as it was told.

    It changes no institution by itself: a clerk looks at both and does so. ``institution`` is the
    one with that credit code when the event came, if there was one.
    """

    source = models.CharField("来源", max_length=40, help_text="client number of who reported it")
    reference = models.CharField("来源编号", max_length=64, help_text="the register's own number")
    kind = models.CharField("事项", max_length=20, choices=RegistryEventKind)
    state = models.CharField("状态", max_length=10, choices=RegistryEventState, default=S.WAITING)
    happened_on = models.DateField("发生日期")
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField("名称", max_length=200)
    address = models.CharField("住所", max_length=300, blank=True)
    business = models.TextField("经营范围", blank=True)
    reason = models.CharField("原因", max_length=300, blank=True)
    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, related_name="registry_events"
    )
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    handled_how = models.CharField("处理情况", max_length=300, blank=True)

    objects = RegistryEventQuerySet.as_manager()

    class Meta:
        verbose_name = "登记信息"
        ordering = ("-reported_at", "-pk")
        indexes = [models.Index(fields=["state", "happened_on"], name="registry_event_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "reference"], name="registry_event_is_reported_once"
            ),
            models.CheckConstraint(
                name="registry_event_handled_says_by_whom_and_how",
                condition=all_or_none("handled_at", "handled_by")
                & (
                    Q(state=S.WAITING, handled_at__isnull=True, handled_how="")
                    | (~Q(state=S.WAITING) & Q(handled_at__isnull=False) & ~Q(handled_how=""))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.name}”{self.get_kind_display()}"


class Upload(CountyModel):
    """A file on its way in, by parts; gone when it is whole, or after some days."""

    assignment = models.ForeignKey("assignments.Assignment", models.PROTECT, related_name="uploads")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    received_bytes = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "上传中的附件"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "begun_by", "sha256"], name="one_upload_per_file"
            ),
            models.CheckConstraint(
                name="upload_is_no_longer_than_told",
                condition=Q(received_bytes__lte=F("size_bytes")) & Q(size_bytes__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UploadPart(CountyModel):
    """Some bytes of an upload, in a row: whichever machine of the front answers next has them."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="parts")
    begins = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = "附件分段"
        ordering = ("begins",)
        constraints = [
            models.UniqueConstraint(fields=["upload", "begins"], name="one_part_per_place")
        ]

    def __str__(self) -> str:
        return f"{self.upload_id}@{self.begins}"
