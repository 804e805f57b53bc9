"""The outbox: what happened that others may hear of."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from messaging.states import EventKind
from tenants.models import CountyModel


class Event(CountyModel):
    """One thing that happened, written in the transaction in which it happened.

    Facts are keys, kinds and states, never names: whoever hears of it asks for the rest.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, help_text="the webhook's id")
    kind = models.CharField(max_length=40, choices=EventKind.choices)
    subject = models.CharField(max_length=60, help_text="model/key; order is kept within one")
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(help_text="when it happened")
    # Whom it concerns; null: everybody who listens, empty: nobody outside.
    only_for = ArrayField(models.BigIntegerField(), null=True, help_text="keys of departments")
    position = models.PositiveBigIntegerField(
        null=True, unique=True, help_text="the cursor: given after the commit, without gaps"
    )

    class Meta:
        ordering = ("pk",)
        verbose_name = "事件"
        indexes = [
            models.Index("id", name="event_not_spread", condition=Q(position__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}"
