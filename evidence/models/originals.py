"""Originals: what was brought back from a visit, as it came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.gis.db import models

from evidence.states import OriginalKind
from inspections.models import Visit
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User
    from evidence.models.copies import Copy
    from inspections.models import Photo


class OriginalQuerySet(CountyQuerySet):
    def visible_to(self, user: User) -> Self:
        """Those of the visits that the person may see."""
        return self.filter(visit__in=Visit.objects.visible_to(user))

    def photos(self) -> Self:
        return self.filter(kind=OriginalKind.PHOTO)


class Original(CountyModel):
    """One piece of evidence of one visit as it came, never changed: a trigger keeps the row, the
    checksum keeps the bytes.

    ``taken_at`` and ``point`` are what the device said and are not vouched for; ``kept_at`` is
    the server's own moment. ``device_key``: fingerprint of the key that the device signed with,
    empty when it came through a page.
    """

    visit = models.ForeignKey(
        "inspections.Visit", on_delete=models.PROTECT, related_name="originals"
    )
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=10, choices=OriginalKind.choices)
    item_code = models.CharField("检查项编号", max_length=5, blank=True)
    taken_at = models.DateTimeField("取得时间", null=True, blank=True)
    point = models.PointField(srid=4326, null=True, blank=True, help_text="WGS 84")
    accuracy_m = models.PositiveIntegerField(
        "定位精度", null=True, blank=True, help_text="metres, as the device said"
    )
    device_key = models.CharField("设备密钥", max_length=64, blank=True)
    kept_at = models.DateTimeField("存入时间")
    kept_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    objects = OriginalQuerySet.as_manager()

    class Meta:
        ordering = ("visit", "pk")
        verbose_name = verbose_name_plural = "证据原件"
        constraints = [
            models.UniqueConstraint(
                name="one_original_per_visit_and_file", fields=("visit", "file")
            ),
            models.CheckConstraint(
                name="original_accuracy_needs_a_point",
                condition=models.Q(accuracy_m__isnull=True) | models.Q(point__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.pk}"

    @property
    def newest_copy(self) -> Copy | None:
        """The copy that others get; None until somebody made one. Prefetch ``copies``."""
        copies: list[Copy] = list(self.copies.all())
        return copies[-1] if copies else None

    @property
    def photo(self) -> Photo | None:
        """The photograph's place in the record of its visit, with the finding that it shows."""
        found: Photo | None = self.visit.photos.filter(file=self.file_id).first()
        return found
