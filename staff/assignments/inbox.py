"""What other departments ask of a person's department, and what they answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from assignments.models import Assignment
from assignments.queries import open_for, overdue_of_askers, visible_to
from staff.inbox.rows import MINE, OVERDUE, RECENT, Work
from staff.tones import tone_of

ROWS_AT_MOST = 5


def work(user: User, as_of: date) -> Iterator[Work]:
    """Open assignments of the department, what others owe it, then answers that came lately."""
    if user.department is not None and user.has(P.ASSIGNMENT_ANSWER):
        for assignment in open_for(user.department):
            is_late = assignment.due_on is not None and assignment.due_on < as_of
            yield _line(OVERDUE if is_late else MINE, assignment)
    if user.has(P.ASSIGNMENT_ASK):
        for assignment in overdue_of_askers(user, as_of)[:ROWS_AT_MOST]:
            yield _line(OVERDUE, assignment, f"{assignment.asked_of}逾期未答复，请催办")
    answered = visible_to(user).filter(answered_at__isnull=False).order_by("-answered_at")
    for assignment in answered[:ROWS_AT_MOST]:
        yield _line(RECENT, assignment)


def _line(section: str, assignment: Assignment, text: str = "") -> Work:
    return Work(
        section,
        assignment.title,
        text or f"{assignment.get_kind_display()} · {assignment.asker}发起",
        reverse("staff:assignment", args=[assignment.pk]),
        "arrows-exchange",
        due_on=None if section == RECENT else assignment.due_on,
        at=assignment.answered_at if section == RECENT else assignment.asked_at,
        label=assignment.get_state_display(),
        tone=tone_of(assignment.state),
    )
