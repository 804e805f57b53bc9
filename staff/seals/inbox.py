"""A certificate that runs out is said sixty days ahead, to whoever can register another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from common.clock import chinese_date, localdate
from signing.queries import certificates_running_out
from staff.inbox.rows import MINE, OVERDUE, Work


def work(user: User, as_of: date) -> Iterator[Work]:
    """One line per certificate in use that ends soon or has ended."""
    if not user.has(Permission.SEAL_MANAGE):
        return
    for certificate in certificates_running_out(as_of):
        ends = localdate(certificate.not_after)
        is_over = ends < as_of
        words = (
            "已经到期，文书不能签名" if is_over else f"将于{chinese_date(ends)}到期，请登记新证书"
        )
        yield Work(
            OVERDUE if is_over else MINE,
            f"签名证书“{certificate}”",
            words,
            reverse("staff:seals"),
            "certificate",
            due_on=ends,
            label="已到期" if is_over else "即将到期",
            tone="bad" if is_over else "warn",
        )
