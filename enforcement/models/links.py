"""The way in for the party: a link and a PIN for one notice, and the photos sent through it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from enforcement.models.notices import Notice
from enforcement.models.steps import InstitutionAnswer
from tenants.models import CountyModel


class LinkEnd(models.TextChoices):
    REPLACED = "replaced", "已被新链接替代"
    CLOSED = "closed", "已停用"
    TRIES = "tries", "因密码输错次数过多已停用"


class PinLink(CountyModel):
    """A way in by an address and a PIN. Neither is kept, only their digests.

    Tries are counted on the row itself, under its lock, before a PIN is judged (services.pins).
    """

    token_digest = models.CharField(max_length=64, unique=True)
    pin_digest = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    wrong_in_a_row = models.PositiveSmallIntegerField(default=0)
    wrong_in_all = models.PositiveSmallIntegerField(default=0)
    paused_until = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=10, choices=LinkEnd, blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class RectificationLink(PinLink):
    """The party's way in to one notice."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="links")

    class Meta:
        ordering = ("pk",)
        verbose_name = "整改反馈链接"
        constraints = [
            models.UniqueConstraint(
                "notice", name="one_open_link_per_notice", condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="link_that_ended_says_why",
                condition=Q(ended_at__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False) & ~Q(ended_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice}的整改反馈链接"


class AnswerPhoto(CountyModel):
    """One photograph that came with a report through the link. Written once."""

    answer = models.ForeignKey(InstitutionAnswer, models.PROTECT, related_name="photos")
    no = models.PositiveSmallIntegerField(help_text="1, 2, 3 … as they were sent")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, "+")

    class Meta:
        ordering = ("answer", "no")
        verbose_name = "整改照片"
        constraints = [
            models.UniqueConstraint("answer", "no", name="one_photo_per_place_in_a_report"),
            models.UniqueConstraint("answer", "file", name="a_photo_stands_once_in_a_report"),
        ]

    def __str__(self) -> str:
        return f"{self.answer} 照片{self.no}"
