"""What the platform's parts and counties say of themselves. All rows live in public."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """One part that runs by itself, and when it was last seen to. One part, one row.

    ``scheduler``: the last minute that it sent. ``worker``: the last minute that it worked off.
    ``clock``: the last time that the wall clock was seen to jump.
    """

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()
    note = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"


class CountyPulse(models.Model):
    """Counts without names that one county pushed, the newest only. One county, one row.

    Nobody reads a county to show its state: the county says it (docs/house.md 1.10).
    """

    county_code = models.CharField(max_length=12, primary_key=True)
    at = models.DateTimeField()
    waiting_papers = models.PositiveIntegerField(help_text="approved, not yet printed")
    stopped_papers = models.PositiveIntegerField(help_text="of these, refused at the last attempt")
    oldest_waiting_at = models.DateTimeField(null=True, help_text="approved then, still no paper")
    sealed_at = models.DateTimeField(null=True, help_text="newest seal over its history")
    sealed_position = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.county_code} {self.at:%Y-%m-%d %H:%M:%S}"
