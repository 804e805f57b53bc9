"""What the running proof found, night by night: the heads by which a later one is held."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tenants.models import CountyModel


class JournalProof(CountyModel):
    """One time the whole journal was added up from zero. Append-only.

    ``heads`` keeps for each account the number and digest of its last entry, so that entries
    taken from the end of a chain are missed by the next proof.
    """

    at = models.DateTimeField()
    entries = models.BigIntegerField()
    legs = models.BigIntegerField()
    heads = models.JSONField(default=dict, help_text="account → [number, digest in hex]")
    trouble_count = models.PositiveIntegerField()
    sentences = models.JSONField(default=list)

    class Meta:
        verbose_name = "账目核验"
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(name="proof_counts", condition=Q(entries__gte=0, legs__gte=0))
        ]

    def __str__(self) -> str:
        return f"{self.at.isoformat()}核验{self.entries}笔"
