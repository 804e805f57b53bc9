"""What a place is like, and how children are cared for there; each for a stretch of time."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from institutions.models._entries import Entry
from institutions.models.sites import Site
from institutions.states import FirePaper, Meals, Tenure
from tenants.models import CountyQuerySet


class StretchQuerySet(CountyQuerySet):
    def current(self) -> Self:
        return self.filter(valid_until__isnull=True)

    def on(self, day: date) -> Self:
        return self.filter(valid_from__lte=day).exclude(valid_until__lte=day)


class Venue(Entry):
    """The rooms of a site as surveyed from one day to another."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="venues")
    total_area_m2 = models.DecimalField("总建筑面积", max_digits=9, decimal_places=2, null=True)
    training_area_m2 = models.DecimalField(
        "教学（活动）用房面积", max_digits=9, decimal_places=2, null=True
    )
    floor_from = models.SmallIntegerField("所在最低楼层", null=True, help_text="-1: 地下一层")
    floor_to = models.SmallIntegerField("所在最高楼层", null=True)
    building_use = models.CharField("建筑用途", max_length=60, blank=True)
    tenure = models.CharField("场所来源", max_length=8, choices=Tenure, blank=True)
    lease_until = models.DateField("租期止", null=True, help_text="last day of the lease")
    fire_paper = models.CharField(
        "消防手续", max_length=12, choices=FirePaper, default=FirePaper.NONE
    )
    fire_paper_no = models.CharField("消防手续文号", max_length=60, blank=True)
    fire_paper_on = models.DateField("消防手续日期", null=True)
    pupils_same_time = models.PositiveIntegerField("同一时段最多学生数", null=True)
    valid_from = models.DateField("自哪一天起")
    valid_until = models.DateField(null=True, help_text="first day of the next survey")

    objects = StretchQuerySet.as_manager()

    class Meta:
        verbose_name = "场地情况"
        ordering = ("-valid_from", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="one_current_venue_per_site",
                fields=("site",),
                condition=Q(valid_until__isnull=True),
            ),
            models.CheckConstraint(
                name="venue_ends_not_before_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="venue_training_area_lies_within",
                condition=Q(total_area_m2__isnull=True)
                | Q(training_area_m2__isnull=True)
                | Q(training_area_m2__lte=F("total_area_m2")),
            ),
            models.CheckConstraint(
                name="venue_floors_go_up",
                condition=Q(floor_from__isnull=True)
                | Q(floor_to__isnull=True)
                | Q(floor_to__gte=F("floor_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"场地情况（{self.valid_from:%Y-%m-%d}起）"


class Care(Entry):
    """How a childcare institution cares: children, beds, video, food; for a stretch of time."""

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="care_facts"
    )
    pupils = models.PositiveIntegerField("托管学生数", null=True)
    has_pupils_under_14 = models.BooleanField("有不满14周岁的学生", default=True)
    nap_area_m2 = models.DecimalField("午休用房面积", max_digits=9, decimal_places=2, null=True)
    beds = models.PositiveIntegerField("床位总数", null=True)
    beds_in_largest_room = models.PositiveIntegerField("单间最多床位", null=True)
    video_days = models.PositiveIntegerField("监控录像保存天数", null=True)
    meals = models.CharField("供餐方式", max_length=8, choices=Meals, default=Meals.NONE)
    food_licence_no = models.CharField("食品经营许可证编号", max_length=60, blank=True)
    food_licence_until = models.DateField("食品经营许可证有效期止", null=True, help_text="last day")
    meal_supplier = models.CharField("供餐单位", max_length=100, blank=True)
    keeps_samples = models.BooleanField("食品留样", default=False)
    valid_from = models.DateField("自哪一天起")
    valid_until = models.DateField(null=True, help_text="first day of the next entry")

    objects = StretchQuerySet.as_manager()

    class Meta:
        verbose_name = "托管情况"
        ordering = ("-valid_from", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="one_current_care_per_institution",
                fields=("institution",),
                condition=Q(valid_until__isnull=True),
            ),
            models.CheckConstraint(
                name="care_ends_not_before_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="largest_room_holds_no_more_beds_than_all",
                condition=Q(beds__isnull=True)
                | Q(beds_in_largest_room__isnull=True)
                | Q(beds_in_largest_room__lte=F("beds")),
            ),
        ]

    def __str__(self) -> str:
        return f"托管情况（{self.valid_from:%Y-%m-%d}起）"
