"""Which deadlines are those of assignments, and where they lead."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from accounts.models import User
from assignments.queries import visible_to
from staff.deadlines.things import Thing


def things(user: User, keys: Collection[int]) -> dict[int, Thing]:
    """The assignment of each of these deadlines, as far as the person may see it. One query."""
    return {
        row.deadline_id: Thing(str(row), reverse("staff:assignment", args=[row.pk]))
        for row in visible_to(user).filter(deadline__in=keys)
        if row.deadline_id is not None
    }
