"""The yearly review of files (案卷评查): a sample by a seed on record, scored by strangers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.after import ReviewResult
from cases.models.cases import Case
from common.db import all_or_none
from tenants.models import CountyModel

_PERSON = settings.AUTH_USER_MODEL


class FileReview(CountyModel):
    """One yearly review. ``seed`` and ``pool`` let anybody draw the same sample again.

    ``sheet`` is the score sheet as it held on the day of the draw: [[item, most points], …].
    """

    year = models.PositiveSmallIntegerField(unique=True)
    seed = models.CharField(max_length=64)
    pool = models.JSONField(help_text="numbers of all cases closed in that year")
    sheet = models.JSONField()
    levels = models.JSONField(help_text="{good, pass}: least points")
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(_PERSON, models.PROTECT, "+")

    class Meta:
        ordering = ("-year",)
        verbose_name = "案卷评查"

    def __str__(self) -> str:
        return f"{self.year}年案卷评查"


class ReviewedFile(CountyModel):
    """One drawn case and what its reviewer found. The reviewer had no part in the case."""

    review = models.ForeignKey(FileReview, models.PROTECT, related_name="files")
    case = models.ForeignKey(Case, models.PROTECT, related_name="file_reviews")
    place = models.PositiveSmallIntegerField(help_text="in the draw")
    total = models.PositiveSmallIntegerField(null=True, blank=True)
    result = models.CharField(max_length=6, choices=ReviewResult, blank=True)
    findings = models.TextField(blank=True)
    scored_at = models.DateTimeField(null=True, blank=True)
    scored_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)

    class Meta:
        ordering = ("review", "place")
        verbose_name = "评查案卷"
        constraints = [
            models.UniqueConstraint("review", "case", name="a_case_is_drawn_once_per_review"),
            models.UniqueConstraint("review", "place", name="one_file_per_place_of_a_review"),
            models.CheckConstraint(
                name="reviewed_file_scored_has_moment_and_person",
                condition=all_or_none("scored_at", "scored_by"),
            ),
            models.CheckConstraint(
                name="reviewed_file_scored_has_total_result_and_findings",
                condition=Q(scored_at__isnull=True, total__isnull=True, result="", findings="")
                | (
                    Q(scored_at__isnull=False, total__isnull=False)
                    & ~Q(result="")
                    & ~Q(findings="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review} {self.case}"


class ReviewMark(CountyModel):
    """The points of one item of the sheet. Written once; fewer than the most needs a finding."""

    file = models.ForeignKey(ReviewedFile, models.PROTECT, related_name="marks")
    item = models.CharField(max_length=60)
    most = models.PositiveSmallIntegerField()
    points = models.PositiveSmallIntegerField()
    finding = models.TextField(blank=True)

    class Meta:
        ordering = ("file", "pk")
        verbose_name = "评查得分"
        constraints = [
            models.UniqueConstraint("file", "item", name="one_mark_per_item_of_a_file"),
            models.CheckConstraint(
                name="points_are_within_the_item", condition=Q(points__lte=F("most"))
            ),
            models.CheckConstraint(
                name="points_taken_off_have_a_finding",
                condition=Q(points=F("most")) | ~Q(finding=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.item}{self.points}"
