"""What of orders waits for a person: steps that nobody else did yet, and what is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from common.clock import chinese_date
from common.money import yuan
from funds.queries import orders_for
from funds.states import ORDER
from staff.buttons import may_move
from staff.inbox.rows import MINE, OVERDUE, Work

ROWS_AT_MOST = 5
_STEPS = ("check", "approve")


def work(user: User, as_of: date) -> Iterator[Work]:
    """Orders whose next step this person may take, by their last day."""
    if not (user.has(P.FUND_BOOK) or user.has(P.FUND_APPROVE)):
        return
    states = {
        state
        for action in _STEPS
        if user.has(ORDER.moves[action].permission or P.FUND_APPROVE)
        for state in ORDER.moves[action].sources
    }
    rows = orders_for(user).filter(state__in=states).exclude(proposed_by=user)
    rows = rows.exclude(checked_by=user).exclude(approved_by=user)
    for order in rows[:ROWS_AT_MOST]:
        is_late = order.due_on < as_of
        step = "核对" if may_move(ORDER, order, "check", user) else "批准"
        yield Work(
            OVERDUE if is_late else MINE,
            f"{order}待{step}",
            f"{order.account.holder.name} · {yuan(order.amount_fen)}元，"
            f"最迟{chinese_date(order.due_on)}",
            reverse("staff:prepaid-order", args=[order.pk]),
            "transfer",
            due_on=order.due_on,
            label="已逾期" if is_late else f"待{step}",
            tone="bad" if is_late else "warn",
        )
