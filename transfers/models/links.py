"""The way in for a receiver without a login: a link and a PIN for one transfer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from enforcement.models import PinLink
from transfers.models.transfers import Transfer


class TransferLink(PinLink):
    """The receiver's way in to one transfer."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="links")

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
