"""The end of a case: closed on a ground with the head's approval, bound, packed, archived."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.after import ClosingGround, ClosingState
from cases.models.cases import Case
from common.db import all_or_none
from tenants.models import CountyModel, CountyQuerySet

_PERSON = settings.AUTH_USER_MODEL


class ClosingQuerySet(CountyQuerySet):
    def standing(self) -> Self:
        return self.exclude(state=ClosingState.RETURNED)


class Closing(CountyModel):
    """The proposal to close a case (D47), three opinions, one ground (1.12)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="closings")
    ground = models.CharField(max_length=12, choices=ClosingGround)
    execution = models.TextField(help_text="result and how it was performed")
    state = models.CharField(max_length=10, choices=ClosingState, default=ClosingState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(_PERSON, models.PROTECT, "+")
    endorsed_at = models.DateTimeField(null=True, blank=True)
    endorsed_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    return_reason = models.TextField(blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = "结案"
        constraints = [
            models.UniqueConstraint(
                "case",
                name="one_standing_closing_per_case",
                condition=~Q(state=ClosingState.RETURNED),
            ),
            models.CheckConstraint(name="closing_says_how_it_ended", condition=~Q(execution="")),
            models.CheckConstraint(
                name="closing_endorsed_has_moment_and_person",
                condition=all_or_none("endorsed_at", "endorsed_by"),
            ),
            models.CheckConstraint(
                name="closing_approved_has_moment_and_person",
                condition=all_or_none("approved_at", "approved_by"),
            ),
            models.CheckConstraint(
                name="closing_approved_when_its_state_says_so",
                condition=Q(
                    state=ClosingState.APPROVED,
                    endorsed_at__isnull=False,
                    approved_at__isnull=False,
                    closed_on__isnull=False,
                )
                | (
                    ~Q(state=ClosingState.APPROVED)
                    & Q(approved_at__isnull=True, closed_on__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="closing_is_approved_by_a_third_person",
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("asked_by")) & ~Q(approved_by=F("endorsed_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}：{self.get_ground_display()}"


class CaseArchive(CountyModel):
    """One archiving of a case: the bound file, the package, its checksum, kept for how long.

    A case that was reopened for a later paper is archived again with the next ``no``; the
    earlier file stays. Written once.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="archives")
    no = models.PositiveSmallIntegerField()
    bound = models.ForeignKey("documents.StoredFile", models.PROTECT, "+", help_text="one PDF")
    package = models.ForeignKey("documents.StoredFile", models.PROTECT, "+", help_text="ZIP")
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the package's SHA256SUMS")
    paper_count = models.PositiveIntegerField()
    retention = models.CharField(max_length=20, help_text="永久, 30年, 10年")
    archived_on = models.DateField()
    archived_at = models.DateTimeField()
    archived_by = models.ForeignKey(_PERSON, models.PROTECT, "+")

    class Meta:
        ordering = ("case", "no")
        verbose_name = "案卷"
        constraints = [
            models.UniqueConstraint("case", "no", name="one_archive_per_number_of_a_case"),
            models.CheckConstraint(
                name="archive_holds_papers_and_a_checksum",
                condition=Q(paper_count__gt=0) & ~Q(checksum="") & ~Q(retention=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} 案卷{self.no}"
