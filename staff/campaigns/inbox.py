"""Problems that wait for their owner, and those overdue for owner and leader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from inspections.models import ListedProblem
from inspections.queries import listed_for
from staff.inbox.rows import MINE, OVERDUE, Work


def work(user: User, as_of: date) -> Iterator[Work]:
    """The owner sees all of theirs; the leader those whose deadline has passed."""
    late = listed_for(user).overdue(as_of)
    for listed in late.filter(Q(owner=user) | Q(leader=user)).order_by("due_on"):
        yield _line(OVERDUE, listed, "责任人" if listed.owner_id == user.pk else "督战")
    for listed in listed_for(user).open().filter(owner=user, due_on__gte=as_of):
        yield _line(MINE, listed, "督战单")


def _line(section: str, listed: ListedProblem, label: str) -> Work:
    return Work(
        section,
        listed.target.institution.name,
        f"督战单{listed.no}号 · {listed.problem[:40]}",
        reverse("staff:listed", args=[listed.pk]),
        "eye",
        due_on=listed.due_on,
        label=label,
        tone="warn",
    )
