"""Copies for others: stripped of what the file tells beside its picture, faces of children hidden."""

from __future__ import annotations

from django.db import models

from evidence.models.originals import Original
from tenants.models import CountyModel, CountyQuerySet


class Copy(CountyModel):
    """The copy of an original photograph that others may get. Append-only; the newest counts.

    ``areas``: rectangles that a person marked, [x, y, width, height] in thousandths of the
    upright picture; empty when the person found nothing to hide.
    """

    original = models.ForeignKey(Original, on_delete=models.PROTECT, related_name="copies")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    areas = models.JSONField("遮盖区域", default=list, blank=True)
    made_at = models.DateTimeField("制作时间")
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ("original", "pk")
        verbose_name = verbose_name_plural = "证据副本"

    def __str__(self) -> str:
        return f"{self.original}副本"
