"""Where a reader of a feed goes on."""

from __future__ import annotations

from datetime import datetime

from feeds.models import Change, FeedHead
from tenants.models import CountyQuerySet


def changes_after(kind: str, position: int) -> CountyQuerySet:
    """The numbered changes of a kind behind a position, in their order."""
    return Change.objects.filter(kind=kind, position__gt=position).order_by("position")


def position_before(kind: str, moment: datetime) -> int:
    """Behind which position stands everything that became visible at ``moment`` or later."""
    numbered = Change.objects.filter(kind=kind, numbered_at__gte=moment)
    first = numbered.order_by("numbered_at", "position").values_list("position", flat=True).first()
    return head_of(kind) if first is None else first - 1


def head_of(kind: str) -> int:
    """The greatest position ever given; 0 before the first."""
    found = FeedHead.objects.filter(kind=kind).values_list("position", flat=True).first()
    return found or 0
