"""What of prepaid money waits for a person: alerts that nobody sees to, money that is nobody's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from funds.models import Alert
from funds.queries import alerts_for, suspense_for
from funds.states import AlertLevel, AlertState
from staff.inbox.rows import MINE, OVERDUE, Work

ROWS_AT_MOST = 10  # more stand in the lists


def work(user: User, as_of: date) -> Iterator[Work]:
    """Open alerts, red ones on top, for whoever may see to them; one line for all suspense."""
    if not user.has(P.FUND_BOOK):
        return
    for alert in alerts_for(user).filter(state=AlertState.OPEN)[:ROWS_AT_MOST]:
        yield _alert(alert)
    count = suspense_for(user).count()
    if count:
        url = reverse("staff:fund-suspense")
        yield Work(MINE, "待查款项", f"{count}笔流水没有对应的合同", url, "search", label="待认领")


def _alert(alert: Alert) -> Work:
    is_red = alert.level == AlertLevel.RED
    return Work(
        OVERDUE if is_red else MINE,
        f"{alert.get_rule_display()}：{alert.account.institution.name}",
        alert.sentence,
        reverse("staff:fund-alert", args=[alert.pk]),
        "alert-triangle",
        due_on=alert.opened_on,
        label=f"{alert.get_level_display()}预警",
        tone="bad" if is_red else "warn",
    )
