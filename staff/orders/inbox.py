"""What of orders made out on site waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from common.clock import chinese_date
from enforcement.queries import arrivals_waiting, left_over
from staff.inbox.rows import MINE, OVERDUE, Work

ROWS_AT_MOST = 5


def work(user: User, as_of: date) -> Iterator[Work]:
    """Papers that must be looked at, for who may release; one's own numbers left over."""
    if user.has(P.ORDER_RELEASE):
        for arrival in arrivals_waiting(user)[:ROWS_AT_MOST]:
            yield Work(
                MINE,
                f"{arrival.order.number} 回传文书待核定",
                f"{arrival.visit.institution.name} · {arrival.arrived_by.full_name}回传",
                reverse("staff:order-arrival", args=[arrival.pk]),
                "alert-triangle",
                at=arrival.arrived_at,
                label="待核定",
                tone="warn",
            )
    for order in left_over(as_of).filter(holder=user)[:ROWS_AT_MOST]:
        yield Work(
            OVERDUE,
            f"{order.number} 未使用",
            f"{chinese_date(order.release.valid_on)}签发，请用手机联网交回或在此交回",
            reverse("staff:order-release", args=[order.release_id]),
            "hash",
            due_on=order.release.valid_on,
            label="未交回",
            tone="bad",
        )
