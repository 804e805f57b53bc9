"""Where an institution is, and where it was."""

from datetime import date
from typing import Self

from django.contrib.gis.db import models
from django.db.models import F, Q

from institutions.states import CoordinateSystem
from tenants.models import CountyQuerySet
from tenants.searching import WithInitials


class SiteQuerySet(CountyQuerySet["Site"]):
    def current(self) -> Self:
        return self.filter(valid_until__isnull=True)

    def surveyed(self) -> Self:
        return self.filter(point__isnull=False)

    def on(self, day: date) -> Self:
        """The sites that held on ``day``."""
        return self.filter(valid_from__lte=day).exclude(valid_until__lte=day)


class Site(WithInitials):
    """One place of an institution for one stretch of time; a move ends it and begins the next.

    ``point`` is always WGS 84 longitude and latitude in degrees; the reading as it came
    stays beside it with its system, so that a better conversion can be run later.
    """

    initials_from = ("address",)

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="sites"
    )
    address = models.CharField("地址", max_length=300)
    point = models.PointField(
        "位置", srid=4326, null=True, blank=True, help_text="WGS 84; null: not surveyed yet"
    )
    source_system = models.CharField(
        "坐标来源", max_length=10, choices=CoordinateSystem, default=CoordinateSystem.UNKNOWN
    )
    source_x = models.FloatField("读数 x", null=True, blank=True, help_text="longitude as read")
    source_y = models.FloatField("读数 y", null=True, blank=True, help_text="latitude as read")
    accuracy_m = models.PositiveIntegerField(
        "精度", null=True, blank=True, help_text="metres; null: not known"
    )
    valid_from = models.DateField("启用日期")
    valid_until = models.DateField(
        "停用日期", null=True, blank=True, help_text="first day on which it is elsewhere"
    )

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = "办学地点"
        ordering = ("-valid_from", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="one_current_site_per_institution",
                fields=("institution",),
                condition=Q(valid_until__isnull=True),
            ),
            models.CheckConstraint(
                name="site_ends_not_before_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="site_point_keeps_its_reading",
                condition=Q(point__isnull=True, source_x__isnull=True, source_y__isnull=True)
                | Q(point__isnull=False, source_x__isnull=False, source_y__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"办学地点“{self.address}”"
