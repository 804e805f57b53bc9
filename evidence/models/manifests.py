"""The day's list of evidence, and the stamps from outside that say when it existed."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from tenants.models import CountyModel, CountyQuerySet


class ManifestQuerySet(CountyQuerySet):
    def unstamped(self) -> Self:
        return self.filter(stamps__isnull=True)


class Manifest(CountyModel):
    """Everything that came in on one day, as one file of digests without names. Append-only.

    The file holds the digest of the one before, so no day can be left out afterwards.
    """

    day = models.DateField("日期", unique=True)
    previous = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="next", null=True, blank=True
    )
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    entry_count = models.PositiveIntegerField("项数")
    made_at = models.DateTimeField("生成时间")

    objects = ManifestQuerySet.as_manager()

    class Meta:
        ordering = ("-day",)
        verbose_name = verbose_name_plural = "证据日清单"
        constraints = [
            models.CheckConstraint(name="manifest_lists_something", condition=Q(entry_count__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}证据清单"


class ManifestEntry(CountyModel):
    """An original, a signature or a paper stands on one day's list. Append-only."""

    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, related_name="entries")
    original = models.OneToOneField(
        "evidence.Original",
        on_delete=models.PROTECT,
        related_name="manifest_entry",
        null=True,
        blank=True,
    )
    signature = models.OneToOneField(
        "evidence.Signature",
        on_delete=models.PROTECT,
        related_name="manifest_entry",
        null=True,
        blank=True,
    )
    paper = models.OneToOneField(
        "evidence.Paper",
        on_delete=models.PROTECT,
        related_name="manifest_entry",
        null=True,
        blank=True,
    )

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ("manifest", "pk")
        constraints = [
            models.CheckConstraint(
                name="manifest_entry_is_one_thing",
                condition=Q(original__isnull=False, signature__isnull=True, paper__isnull=True)
                | Q(original__isnull=True, signature__isnull=False, paper__isnull=True)
                | Q(original__isnull=True, signature__isnull=True, paper__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.manifest}：{self.original or self.signature or self.paper}"


class ManifestStamp(CountyModel):
    """An RFC 3161 time stamp over a day's list. Append-only; a later one may join it."""

    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, related_name="stamps")
    token = models.BinaryField("时间戳", help_text="the authority's whole answer, DER")
    authority = models.CharField("签发机构", max_length=300)
    serial = models.CharField("序列号", max_length=80)
    stamped_at = models.DateTimeField("盖戳时间", help_text="as the authority says")
    got_at = models.DateTimeField("取得时间")

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ("manifest", "pk")
        verbose_name = verbose_name_plural = "时间戳"

    def __str__(self) -> str:
        return f"{self.manifest}的时间戳"
