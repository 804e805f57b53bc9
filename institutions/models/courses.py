"""What is taught, from which material, at what price."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from institutions.models._entries import EditableEntry
from institutions.states import Audience, CourseFamily, PriceUnit, TeachingMode
from tenants.models import CountyQuerySet

_WEEK = [1, 2, 3, 4, 5, 6, 7]
_SIGNS = dict(zip(_WEEK, "一二三四五六日", strict=True))


class CourseQuerySet(CountyQuerySet["Course"]):
    def current(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def on(self, day: date) -> Self:
        begun = self.filter(Q(begins_on__isnull=True) | Q(begins_on__lte=day))
        return begun.exclude(ended_on__lte=day)


class Course(EditableEntry):
    """One class of one course: what is taught to whom, when, by whom."""

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="courses"
    )
    title = models.CharField("课程名称", max_length=120)
    class_name = models.CharField("班级", max_length=60, blank=True)
    family = models.CharField("课程类别", max_length=10, choices=CourseFamily)
    subject = models.CharField("科目", max_length=60, blank=True)
    audience = models.CharField("培训对象", max_length=10, choices=Audience)
    mode = models.CharField(
        "培训方式", max_length=8, choices=TeachingMode, default=TeachingMode.OFFLINE
    )
    class_limit = models.PositiveIntegerField("班额上限", null=True, blank=True)
    pupils = models.PositiveIntegerField("在读学生数", null=True, blank=True)
    full_time_staff = models.PositiveIntegerField("专职教学人员数", null=True, blank=True)
    lesson_minutes = models.PositiveIntegerField("每课时分钟数", null=True, blank=True)
    lessons = models.PositiveIntegerField("总课时", null=True, blank=True)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="上课日",
        default=list,
        blank=True,
        help_text="1: Monday; empty: not known",
    )
    starts_at = models.TimeField("上课时间", null=True, blank=True)
    ends_at = models.TimeField("下课时间", null=True, blank=True)
    teachers = models.CharField("任课教师", max_length=200, blank=True)
    material = models.CharField("使用材料", max_length=200, blank=True)
    filing_no = models.CharField("备案编号", max_length=60, blank=True)
    begins_on = models.DateField("开课日期", null=True, blank=True)
    ended_on = models.DateField(
        "停课日期", null=True, blank=True, help_text="first day without it; null: goes on"
    )

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = "课程"
        ordering = ("title", "class_name", "pk")
        constraints = [
            models.UniqueConstraint(
                name="course_is_offered_once",
                fields=("institution", "title", "class_name"),
                condition=Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="course_ends_not_before_it_begins",
                condition=Q(begins_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=F("begins_on")),
            ),
            models.CheckConstraint(
                name="lesson_ends_after_it_starts",
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="course_weekdays_are_of_a_week",
                condition=Q(weekdays__contained_by=_WEEK),
            ),
        ]

    def __str__(self) -> str:
        return f"课程“{self.title}{self.class_name}”"

    @property
    def weekdays_in_words(self) -> str:
        return "周" + "、".join(_SIGNS[day] for day in self.weekdays) if self.weekdays else ""


class MaterialQuerySet(CountyQuerySet["Material"]):
    def current(self) -> Self:
        return self.filter(withdrawn_on__isnull=True)


class Material(EditableEntry):
    """One piece of teaching material (培训材料), with its reviews and its filing."""

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="materials"
    )
    title = models.CharField("材料名称", max_length=200)
    author = models.CharField("编者", max_length=100, blank=True)
    edition = models.CharField("版次", max_length=60, blank=True)
    is_self_written = models.BooleanField("自编", default=True)
    reviewed_inside_on = models.DateField("内部审核日期", null=True, blank=True)
    reviewed_outside_on = models.DateField("外部审核日期", null=True, blank=True)
    filing_no = models.CharField("备案编号", max_length=60, blank=True)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    withdrawn_on = models.DateField(
        "停用日期", null=True, blank=True, help_text="first day out of use; null: in use"
    )

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = "培训材料"
        ordering = ("title", "edition", "pk")
        constraints = [
            models.UniqueConstraint(
                name="material_is_in_use_once",
                fields=("institution", "title", "edition"),
                condition=Q(withdrawn_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"培训材料《{self.title}》"


class PriceQuerySet(CountyQuerySet["Price"]):
    def current(self) -> Self:
        return self.filter(published_until__isnull=True)


class Price(EditableEntry):
    """One published price for a stretch of time; a new price ends the one before."""

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="prices"
    )
    item = models.CharField("收费项目", max_length=120)
    unit = models.CharField("计价单位", max_length=8, choices=PriceUnit)
    amount_fen = models.PositiveBigIntegerField("标准", help_text="fen")
    guide_fen = models.PositiveBigIntegerField(
        "政府指导价上限", null=True, blank=True, help_text="fen; null: none is set for it"
    )
    published_from = models.DateField("公示起")
    published_until = models.DateField(null=True, blank=True, help_text="first day of the next")

    objects = PriceQuerySet.as_manager()

    class Meta:
        verbose_name = "收费标准"
        ordering = ("item", "unit", "-published_from", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="one_current_price_per_item",
                fields=("institution", "item", "unit"),
                condition=Q(published_until__isnull=True),
            ),
            models.CheckConstraint(
                name="price_ends_not_before_it_begins",
                condition=Q(published_until__isnull=True)
                | Q(published_until__gte=F("published_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"收费标准“{self.item}”（每{self.get_unit_display()}）"
