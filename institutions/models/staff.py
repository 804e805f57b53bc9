"""Whom an institution employs, and whether anybody asked about them before."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from institutions.models._entries import EditableEntry, Entry
from institutions.states import CertificateKind, CheckKind, CheckResult, Employment, StaffRole
from tenants.models import CountyQuerySet


class StaffQuerySet(CountyQuerySet["StaffMember"]):
    def current(self) -> Self:
        return self.filter(left_on__isnull=True)

    def on(self, day: date) -> Self:
        """Employed on ``day``; somebody whose first day is not known counts as there."""
        begun = self.filter(Q(joined_on__isnull=True) | Q(joined_on__lte=day))
        return begun.exclude(left_on__lte=day)


class StaffMember(EditableEntry):
    """One person employed by an institution. Of the identity number only the end is kept.

    Four signs tell two people of one name apart; more would be a treasure for thieves.
    """

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="staff"
    )
    name = models.CharField("姓名", max_length=60)
    id_tail = models.CharField(
        "证件号后四位", max_length=4, blank=True, help_text="empty: not known"
    )
    role = models.CharField("岗位", max_length=10, choices=StaffRole)
    employment = models.CharField("用工形式", max_length=6, choices=Employment)
    subject = models.CharField("任教学科或者项目", max_length=60, blank=True)
    certificate_kind = models.CharField(
        "资格证明", max_length=8, choices=CertificateKind, default=CertificateKind.NONE
    )
    certificate_no = models.CharField("证书编号", max_length=60, blank=True)
    certificate_subject = models.CharField("证书学科或者专业", max_length=60, blank=True)
    health_until = models.DateField(
        "健康证有效期止", null=True, blank=True, help_text="last day; null: none shown"
    )
    is_school_teacher = models.BooleanField("在职中小学（幼儿园）教师", default=False)
    joined_on = models.DateField("入职日期", null=True, blank=True, help_text="null: not known")
    left_on = models.DateField(
        "离职日期", null=True, blank=True, help_text="first day gone; null: still there"
    )

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = "从业人员"
        ordering = ("role", "name", "pk")
        constraints = [
            models.UniqueConstraint(
                name="staff_member_is_there_once",
                fields=("institution", "name", "id_tail"),
                condition=Q(left_on__isnull=True),
            ),
            models.CheckConstraint(
                name="staff_member_leaves_after_joining",
                condition=Q(joined_on__isnull=True)
                | Q(left_on__isnull=True)
                | Q(left_on__gte=F("joined_on")),
            ),
            models.CheckConstraint(
                name="staff_certificate_number_has_a_kind",
                condition=Q(certificate_no="") | ~Q(certificate_kind=CertificateKind.NONE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}{self.name}"


class HiringCheck(Entry):
    """One answer of police or procuratorate about one person; append-only.

    Source: 未成年人保护法第六十二条: before hiring, and every year.
    """

    member = models.ForeignKey(StaffMember, models.PROTECT, related_name="checks")
    kind = models.CharField("查询类型", max_length=8, choices=CheckKind)
    asked_on = models.DateField("查询日期")
    result = models.CharField("查询结果", max_length=6, choices=CheckResult)
    authority = models.CharField("查询机关", max_length=100)
    paper_no = models.CharField("查询结果文号", max_length=60, blank=True)

    class Meta:
        verbose_name = "违法犯罪记录查询"
        ordering = ("-asked_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="hiring_check_is_noted_once", fields=("member", "kind", "asked_on")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.asked_on:%Y-%m-%d}）"
