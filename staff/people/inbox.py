"""What waits for administrators: accounts to review, people without a role."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from accounts.services import reviewer_of
from staff.inbox.rows import MINE, OVERDUE, Work
from staff.people.review import found_on

REMIND = timedelta(days=30)


def work(user: User, as_of: date) -> Iterator[Work]:
    """One line for all accounts that come due, one for all people who wait for a role."""
    if not (user.has(Permission.ROLE_GRANT) or user.has(Permission.USER_MANAGE)):
        return
    own = [one for one in found_on(as_of) if user.has(reviewer_of(one.user))]
    due = [one for one in own if one.due_on <= as_of + REMIND]
    if due:
        first = due[0].due_on
        yield Work(
            OVERDUE if first < as_of else MINE,
            "账户年度复核",
            f"{len(due)}个账户到期应复核",
            reverse("staff:review"),
            "user-check",
            due_on=first,
        )
    waiting = [one for one in own if not one.user.roles]
    if waiting and user.has(Permission.ROLE_GRANT):
        text = f"{len(waiting)}名人员尚无角色"
        yield Work(MINE, "授予角色", text, reverse("staff:people") + "?role=none", "user-shield")
