"""What registers reported and nobody has dealt with yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from common.clock import chinese_date
from exchange.queries import events_for
from staff.inbox.rows import MINE, Work


def work(user: User, as_of: date) -> Iterator[Work]:
    """One line per event, for the registry's clerks."""
    if not user.has(Permission.INSTITUTION_EDIT):
        return
    for event in events_for(user).waiting().order_by("reported_at", "pk")[:50]:
        known = f"，名录中的“{event.institution.name}”" if event.institution else "，名录中没有"
        yield Work(
            MINE,
            f"{event.name}：{event.get_kind_display()}",
            f"{chinese_date(event.happened_on)}{known}",
            reverse("staff:registry-event", args=[event.pk]),
            "building-store",
            label="登记信息",
        )
