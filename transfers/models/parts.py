"""What a transfer rests on, what goes with it, and its clocks. Written once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from tenants.models import CountyModel
from transfers.models.transfers import Transfer
from transfers.states import ClockRole


class TransferFinding(CountyModel):
    """That a transfer rests on a finding of a visit."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="findings")
    finding = models.ForeignKey("inspections.Finding", models.PROTECT, related_name="transfers")

    class Meta:
        verbose_name = "移送依据的问题"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                "transfer", "finding", name="a_finding_stands_once_in_a_transfer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.transfer}：{self.finding}"


class TransferFile(CountyModel):
    """One line of the material list, with its file. The letter prints these lines."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="files")
    no = models.PositiveSmallIntegerField("序号")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, "+")
    name = models.CharField("材料名称", max_length=120)
    copies = models.PositiveSmallIntegerField("份数", default=1)
    pages = models.PositiveSmallIntegerField("页数")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")

    class Meta:
        verbose_name = "移送材料"
        ordering = ("transfer", "no")
        constraints = [
            models.UniqueConstraint("transfer", "no", name="one_material_per_place_in_a_transfer"),
            models.UniqueConstraint("transfer", "file", name="a_file_stands_once_in_a_transfer"),
            models.CheckConstraint(
                name="material_of_a_transfer_has_pages_and_copies",
                condition=Q(pages__gte=1, copies__gte=1) & ~Q(name=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TransferDeadline(CountyModel):
    """That a deadline belongs to a transfer, and for what it runs."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="deadlines")
    deadline = models.OneToOneField("deadlines.Deadline", models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=ClockRole)

    class Meta:
        verbose_name = "移送期限"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.transfer} {self.get_role_display()}"
