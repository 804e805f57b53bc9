"""What of notices waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import User
from enforcement.models import Notice, NoticeQuerySet
from enforcement.queries import InboxGroup, inbox, notices_for
from staff.inbox.rows import MINE, OVERDUE, RECENT, Work
from staff.notices.page import DECIDED_IN
from staff.tones import tone_of

ROWS_AT_MOST = 5
_STEP = {
    "to_serve": "staff:notice-serve",
    "to_answer": "staff:notice-answer",
    "to_reinspect": "staff:notice-reinspect",
}
_OVERDUE = "overdue"


def work(user: User, as_of: date) -> Iterator[Work]:
    """Papers to decide on come as one line per kind: they are read one after the other."""
    groups = inbox(user, as_of)
    late = next((group.rows for group in groups if group.code == _OVERDUE), None)
    for group in groups:
        if group.code == _OVERDUE:
            yield from _overdue(group)
        elif group.code in DECIDED_IN:
            yield _decisions(group)
        else:
            # What is overdue stands in its own section and not a second time.
            rows = group.rows.exclude(pk__in=late.values("pk")) if late else group.rows
            yield from _rows(group, rows)
    yield from _recent(user)


def _decisions(group: InboxGroup) -> Work:
    count = group.count
    words = f"{count}件文书{group.label}"
    url = reverse("staff:notice-queue")
    return Work(MINE, words, "逐件审批", url, "gavel", label=f"{count}件", tone="warn")


def _rows(group: InboxGroup, rows: NoticeQuerySet) -> Iterator[Work]:
    count = rows.count()
    if count > ROWS_AT_MOST:
        state = rows[0].state
        url = f"{reverse('staff:notices')}?state={state}"
        yield Work(
            MINE,
            f"{count}件文书{group.label}",
            "查看列表",
            url,
            "file-text",
            label=f"{count}件",
            tone="info",
        )
        return
    for notice in rows:
        url = reverse(_STEP.get(group.code, "staff:notice"), args=[notice.pk])
        yield _line(MINE, notice, url, group.label)


def _overdue(group: InboxGroup) -> Iterator[Work]:
    for notice in group.rows.order_by("due_on"):
        yield _line(OVERDUE, notice, reverse("staff:notice", args=[notice.pk]), "")


def _line(section: str, notice: Notice, url: str, label: str) -> Work:
    return Work(
        section,
        notice.institution.name,
        f"{notice.get_form_display()} {notice.number or ''}",
        url,
        "file-text",
        due_on=notice.due_on,
        label=label,
        tone=tone_of(notice.state),
    )


def _recent(user: User) -> Iterator[Work]:
    for notice in notices_for(user).numbered().order_by("-approved_at")[:ROWS_AT_MOST]:
        yield Work(
            RECENT,
            notice.institution.name,
            f"{notice.get_form_display()} {notice.number}",
            reverse("staff:notice", args=[notice.pk]),
            "file-text",
            at=notice.approved_at,
            label=notice.get_state_display(),
            tone=tone_of(notice.state),
        )
