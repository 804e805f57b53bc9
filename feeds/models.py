"""The last change of each thing that is fed to partners."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from common.db import all_or_none
from tenants.models import CountyModel


class Change(CountyModel):
    """That a thing changed, and its place among all changes of its kind.

    A trigger on the thing's table writes the row and empties ``position``; whoever reads the feed
    gives positions to what is committed by then (feeds/services.py). So a position becomes
    visible after all smaller ones, whatever order transactions end in, and it means the same
    after a restore on another server, where transaction numbers would not.
    """

    kind = models.CharField(max_length=20)
    thing_id = models.BigIntegerField()
    position = models.BigIntegerField(null=True, help_text="null: changed since it was read last")
    numbered_at = models.DateTimeField(
        null=True, help_text="never earlier than a smaller position's"
    )

    class Meta:
        verbose_name = "变更"
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing_id"], name="one_change_per_thing"),
            models.UniqueConstraint(fields=["kind", "position"], name="one_change_per_position"),
            models.CheckConstraint(
                name="numbered_change_has_its_moment",
                condition=all_or_none("position", "numbered_at"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "thing_id"],
                name="change_that_waits",
                condition=Q(position__isnull=True),
            ),
            models.Index(fields=["kind", "numbered_at", "position"], name="change_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"


class FeedHead(CountyModel):
    """The greatest position ever given in a feed, and the lock of whoever gives the next.

    A change that moves on leaves its position empty, so the greatest one in ``Change`` may fall;
    given again, it would be missed by those who have read up to it.
    """

    kind = models.CharField(max_length=20, primary_key=True)
    position = models.BigIntegerField(default=0)
    numbered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "变更流位置"

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"
