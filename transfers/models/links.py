"""The way in for a receiver without a login: a link and a PIN for one transfer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from tenants.models import CountyModel
from transfers.models.transfers import Transfer


class LinkEnd(models.TextChoices):
    REPLACED = "replaced", "已被新链接替代"
    CLOSED = "closed", "已停用"
    TRIES = "tries", "因密码输错次数过多已停用"


class TransferLink(CountyModel):
    """Neither its address nor its PIN is kept, only their digests; tries count on the row itself."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="links")
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
        ordering = ("pk",)
        verbose_name = "移送反馈链接"
        constraints = [
            models.UniqueConstraint(
                "transfer", name="one_open_link_per_transfer", condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="link_of_a_transfer_that_ended_says_why",
                condition=Q(ended_at__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False) & ~Q(ended_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transfer}的反馈链接"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None
