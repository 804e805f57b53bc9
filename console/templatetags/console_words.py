"""Words that the operators' templates use."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import template

from console.health import lasting as how_long
from console.health import seen_at

register = template.Library()


@register.filter
def ago(moment: datetime | None, now: datetime) -> str:
    """``{{ pulse.at|ago:now }}``: 3 分钟前, or a dash."""
    return seen_at(moment, now=now)


@register.filter
def lasting(time: timedelta | None) -> str:
    """``{{ line.oldest|lasting }}``: 3 分钟, or a dash."""
    return how_long(time)
