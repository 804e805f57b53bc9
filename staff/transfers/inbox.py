"""What of transfers waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from staff.inbox.rows import MINE, OVERDUE, Work
from staff.tones import tone_of
from transfers.models import Transfer
from transfers.queries import awaiting_decision, awaiting_officer, owed_by

ROWS_AT_MOST = 10  # more stand in the list


def work(user: User, as_of: date) -> Iterator[Work]:
    """The head decides, officers send and close, the receiver owes a word."""
    if user.has(P.CASE_DECIDE):
        for row in awaiting_decision()[:ROWS_AT_MOST]:
            yield _line(MINE, row, f"{row.proposed_by.full_name}提出移送，待您决定")
    if user.has(P.CASE_HANDLE):
        for row in awaiting_officer(user)[:ROWS_AT_MOST]:
            yield _line(MINE, row, f"{row.get_state_display()}，请办理下一步")
    if user.department is not None and user.has(P.ASSIGNMENT_ANSWER):
        for row in owed_by(user.department)[:ROWS_AT_MOST]:
            section = OVERDUE if row.is_overdue(as_of) else MINE
            yield _line(section, row, "教育部门移送，请签收并答复", due_on=row.reply_by)


def _line(section: str, row: Transfer, text: str, due_on: date | None = None) -> Work:
    return Work(
        section,
        str(row),
        text,
        reverse("staff:transfer", args=[row.pk]),
        "transfer",
        due_on=due_on,
        at=row.proposed_at,
        label=row.get_state_display(),
        tone=tone_of(row.state),
    )
