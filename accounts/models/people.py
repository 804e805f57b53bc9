"""People, departments and certificates of one county; operators in the public schema."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.permissions import Permission
from accounts.roles import APART, OF_SERVICES, ROLE_CHOICES, permissions_of, role_named
from common.db import all_or_none
from tenants.models import CountyModel, CountyQuerySet


class DepartmentKind(models.TextChoices):
    EDUCATION = "education", "教育"
    MARKET = "market", "市场监管"
    POLICE = "police", "公安"
    HOUSING = "housing", "住房和城乡建设"
    CULTURE = "culture", "文化旅游"
    HEALTH = "health", "卫生健康"
    FIRE = "fire", "消防救援"
    URBAN = "urban", "城市管理"
    CIVIL = "civil", "民政"
    SPORT = "sport", "体育"
    SCIENCE = "science", "科技"
    OTHER = "other", "其他"


class Department(CountyModel):
    """One department of the county. Education leads; the others decide their own part."""

    code = models.SlugField(max_length=20)
    name = models.CharField("部门", max_length=60)
    kind = models.CharField(max_length=12, choices=DepartmentKind.choices)

    class Meta:
        verbose_name = "部门"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["code"], name="one_department_per_code"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_lead(self) -> bool:
        return self.kind == DepartmentKind.EDUCATION


class UserQuerySet(CountyQuerySet["User"]):
    def get_by_natural_key(self, username: str) -> User:
        return self.get(username=username)

    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)

    def persons(self) -> UserQuerySet:
        """Without the machines that call the partner API."""
        return self.filter(is_service=False)

    def with_role(self, code: str) -> UserQuerySet:
        return self.filter(roles__contains=[code])


class User(CountyModel, AbstractBaseUser):
    """One person who signs in. In a county: its staff and partners. In public: operators.

    Or a service: the machine of a partner (clients/), which never signs in.
    """

    username = models.CharField("用户名", max_length=60)
    full_name = models.CharField("姓名", max_length=60)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, related_name="people", verbose_name="部门"
    )
    phone = models.CharField("电话", max_length=30, blank=True)
    is_active = models.BooleanField("在用", default=True)
    is_auxiliary = models.BooleanField(
        "辅助人员", default=False, help_text="may attend a visit, never counts, never signs"
    )
    is_service = models.BooleanField(
        "系统接口", default=False, db_default=False, help_text="a machine; it never signs in"
    )
    roles = ArrayField(
        models.CharField(max_length=30, choices=ROLE_CHOICES), default=list, verbose_name="角色"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    reviewed_at = models.DateTimeField("上次复核", null=True)
    reviewed_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="复核人"
    )
    password_changed_at = models.DateTimeField(null=True, help_text="null: before this was kept")

    objects = UserQuerySet.as_manager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "人员"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["username"], name="one_user_per_username"),
            models.CheckConstraint(
                name="review_has_moment_and_person",
                condition=all_or_none("reviewed_at", "reviewed_by"),
            ),
            models.CheckConstraint(
                name="administrators_are_nothing_else",
                condition=~models.Q(roles__overlap=list(APART)) | models.Q(roles__len=1),
            ),
            models.CheckConstraint(
                name="services_hold_roles_of_services_and_people_none",
                condition=models.Q(is_service=True, roles__contained_by=list(OF_SERVICES))
                | (models.Q(is_service=False) & ~models.Q(roles__overlap=list(OF_SERVICES))),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def role_names(self) -> str:
        return "、".join(role.name for code in self.roles if (role := role_named(code)))

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.roles)

    def has(self, permission: Permission) -> bool:
        return self.is_active and permission in self.permissions

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name


class OfficerCertificate(CountyModel):
    """An enforcement certificate (行政执法证). Valid from the first to the last day, both included.

    Source: Penalty Law Arts. 42, 55: officers are qualified and show their certificates.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField("执法证号", max_length=40)
    issuer = models.CharField("发证机关", max_length=80)
    valid_from = models.DateField("有效期起")
    valid_until = models.DateField("有效期止")

    class Meta:
        verbose_name = "执法证"
        ordering = ("-valid_until",)
        constraints = [
            models.UniqueConstraint(fields=["number"], name="one_certificate_per_number"),
            models.CheckConstraint(
                name="certificate_ends_after_it_begins",
                condition=models.Q(valid_until__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_until
