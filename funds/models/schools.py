"""Schools that run after-school service, and what they ask for a month of it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.permissions import Permission
from tenants.models import CountyModel, CountyQuerySet


class SchoolQuerySet(CountyQuerySet):
    def visible_to(self, user: User) -> Self:
        return self if user.has(Permission.FUND_VIEW) else self.none()

    def with_account(self) -> Self:
        """Those that hold an account now."""
        return self.filter(fund_accounts__isnull=False, fund_accounts__closed_on__isnull=True)


class School(CountyModel):
    """A school that runs after-school service. No institution: nobody inspects it here.

    ``code`` is the school's mark (学校标识码) of ten digits; empty where nobody told it.

    Source: registry-funds 2.5 (ten digits) [S18].
    """

    name = models.CharField(max_length=100, unique=True)
    code = models.CharField(max_length=10, blank=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = "学校"
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["code"], name="school_code_once", condition=~Q(code="")
            ),
            models.CheckConstraint(
                name="school_code_has_ten_digits",
                condition=Q(code="") | Q(code__regex=r"^[0-9]{10}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SchoolPrice(CountyModel):
    """What one school asks for a month with so many lessons a day, from a day on. Fen.

    Never changed: of two from the same day the one that was told later holds, so a mistake is
    put right and stays to be seen. Where a school has none the county's price holds.
    """

    school = models.ForeignKey(School, models.PROTECT, "prices")
    lessons_per_day = models.PositiveSmallIntegerField()
    price_fen = models.BigIntegerField()
    valid_from = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        verbose_name = "课后服务收费标准"
        ordering = ("school", "lessons_per_day", "-valid_from", "-pk")
        constraints = [
            models.CheckConstraint(
                name="school_price_is_for_some_lessons",
                condition=Q(lessons_per_day__gte=1, lessons_per_day__lte=9),
            ),
            models.CheckConstraint(name="school_price_is_no_debt", condition=Q(price_fen__gte=0)),
            models.CheckConstraint(name="school_price_names_its_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.school}每天{self.lessons_per_day}课时"


class AttendanceSheet(CountyModel):
    """A month of one account: how many pupils came on how many days. Nobody's name is kept.

    Its entry is what it was booked by; reversed, the sheet is withdrawn and another may come.
    Neither the sheet nor its groups are ever changed.
    """

    account = models.ForeignKey("funds.FundAccount", models.PROTECT, "sheets")
    month = models.DateField()
    working_days = models.PositiveSmallIntegerField()
    fee_fen = models.BigIntegerField()
    entry = models.OneToOneField("funds.Entry", models.PROTECT, related_name="sheet")

    class Meta:
        verbose_name = "考勤汇总"
        ordering = ("-month", "-pk")
        constraints = [
            models.CheckConstraint(name="sheet_is_of_a_whole_month", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="sheet_has_days_of_a_month",
                condition=Q(working_days__gte=1, working_days__lte=31),
            ),
            models.CheckConstraint(name="sheet_charges_something", condition=Q(fee_fen__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.month.year}年{self.month.month}月考勤汇总"


class AttendanceGroup(CountyModel):
    """Pupils of one month with the same lessons a day and the same number of days.

    ``fee_fen`` is each one's fee by the rule, ``price_fen`` the whole month's price that it was
    reckoned from, ``basis`` where that price stands.
    """

    sheet = models.ForeignKey(AttendanceSheet, models.PROTECT, "groups")
    lessons_per_day = models.PositiveSmallIntegerField()
    attended = models.PositiveSmallIntegerField()
    pupils = models.PositiveIntegerField()
    price_fen = models.BigIntegerField()
    fee_fen = models.BigIntegerField()
    basis = models.CharField(max_length=300)

    class Meta:
        verbose_name = "考勤分组"
        ordering = ("lessons_per_day", "attended")
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "lessons_per_day", "attended"], name="attendance_group_once"
            ),
            models.CheckConstraint(
                name="attendance_group_has_pupils",
                condition=Q(pupils__gte=1, lessons_per_day__gte=1),
            ),
            models.CheckConstraint(
                name="attendance_fee_is_at_most_the_price",
                condition=Q(fee_fen__gte=0, fee_fen__lte=F("price_fen")),
            ),
        ]

    def __str__(self) -> str:
        return f"每天{self.lessons_per_day}课时、出勤{self.attended}天"

    @property
    def total_fen(self) -> int:
        return self.pupils * self.fee_fen

    @property
    def is_whole_month(self) -> bool:
        """More than half of the days: the whole price is asked."""
        return 2 * self.attended > self.sheet.working_days
