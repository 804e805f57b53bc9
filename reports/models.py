"""What others declare to the bureau. Everything the bureau did itself is computed, never stored."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tenants.models import CountyModel, CountyQuerySet


class DeclaredFigure(CountyModel):
    """One figure of a campaign's report as somebody declared or printed it. Append-only.

    ``key`` is its place in the report, such as ``schools.compulsory_schools``. ``value`` is
    null where only words were printed; ``printed_as`` keeps those words.
    """

    campaign = models.ForeignKey(
        "inspections.Campaign", on_delete=models.PROTECT, related_name="declared_figures"
    )
    key = models.CharField("项目", max_length=120)
    value = models.DecimalField("数值", max_digits=16, decimal_places=2, null=True)
    printed_as = models.CharField("原文", max_length=200, blank=True)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = "填报数据"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("campaign", "key"), name="one_declared_figure_per_campaign_and_key"
            ),
            models.CheckConstraint(
                name="declared_figure_says_something",
                condition=models.Q(value__isnull=False) | ~models.Q(printed_as=""),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class OpenProblem(CountyModel):
    """A problem that a campaign's report leaves open, in the words of the report. Append-only."""

    campaign = models.ForeignKey(
        "inspections.Campaign", on_delete=models.PROTECT, related_name="open_problems"
    )
    text = models.CharField("问题", max_length=300)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = "遗留问题"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("campaign", "text"), name="one_open_problem_per_campaign_and_text"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ReplayStage(models.TextChoices):
    APPROVED = "approved", "文书已批准"
    FINISHED = "finished", "已完成"


class CampaignReplay(CountyModel):
    """One campaign file that was played into this county: once per file, by its checksum."""

    campaign = models.OneToOneField(
        "inspections.Campaign", on_delete=models.PROTECT, related_name="replay"
    )
    file_sha256 = models.CharField(max_length=64)
    stage = models.CharField(max_length=12, choices=ReplayStage.choices)
    played_at = models.DateTimeField()

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = "行动回放"
        constraints = [
            models.UniqueConstraint(fields=("file_sha256",), name="one_replay_per_file"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.file_sha256[:12]}"
