"""Checklists as published: a kind of institution, a version, its items. Never changed later."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from institutions.states import InstitutionKind
from tenants.models import CountyModel, CountyQuerySet


class ChecklistQuerySet(CountyQuerySet):
    def in_force_on(self, day: date, kind: str) -> Self:
        """The lists of ``kind`` that began on or before ``day``, the newest first."""
        return self.filter(kind=kind, valid_from__lte=day).order_by("-valid_from", "-version")


class Checklist(CountyModel):
    """One published version of the questions asked at a kind of institution. Append-only."""

    kind = models.CharField("机构类别", max_length=12, choices=InstitutionKind.choices)
    version = models.PositiveIntegerField("版本")
    valid_from = models.DateField("启用日期")
    source = models.CharField("来源", max_length=200)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "-version")
        constraints = [
            models.UniqueConstraint(
                name="one_checklist_per_kind_and_version", fields=("kind", "version")
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}检查表第{self.version}版"


class ChecklistItem(CountyModel):
    """One question of one version. Append-only.

    ``confidence`` says how far the basis was checked: source (read), known (not re-checked),
    uncertain, derived, local (a county's own standard). ``violation_codes`` and
    ``routed_codes`` only suggest what a "not ok" may be; the officer decides.
    """

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="items")
    code = models.CharField("编号", max_length=5, help_text="C01 to C43")
    group = models.CharField("分组", max_length=20)
    text = models.CharField("检查内容", max_length=200)
    ok_when = models.CharField("符合标准", max_length=200)
    evidence = ArrayField(
        models.CharField(max_length=12), help_text="photo, document, system, observation"
    )
    basis = models.CharField("依据", max_length=200)
    confidence = models.CharField(max_length=10)
    violation_codes = ArrayField(models.CharField(max_length=6), default=list, blank=True)
    routed_codes = ArrayField(models.CharField(max_length=6), default=list, blank=True)

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ("checklist", "code")
        constraints = [
            models.UniqueConstraint(
                name="one_item_per_checklist_and_code", fields=("checklist", "code")
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"
