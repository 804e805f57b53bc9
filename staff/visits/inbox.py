"""What of visits waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from common.clock import chinese_date
from inspections.models import Visit, VisitQuerySet
from inspections.queries import (
    my_visits,
    visits_awaiting_approval,
    visits_awaiting_confirmation,
    visits_for,
)
from inspections.states import VISIT
from staff.inbox.rows import MINE, RECENT, Work
from staff.tones import tone_of

ROWS_AT_MOST = 5  # more of a kind become one line that leads to the list


def work(user: User, as_of: date) -> Iterator[Work]:
    """Visits to record, to approve, to confirm; and those recorded lately."""
    for visit in my_visits(user):
        may_record = VISIT.allows(visit, "record")
        url = reverse("staff:visit-record" if may_record else "staff:visit", args=[visit.pk])
        yield _line(visit, url, "记录检查" if may_record else "等待批准")
    if user.has(P.VISIT_APPROVE):
        waiting = visits_awaiting_approval().exclude(officers__user=user)
        yield from _waiting(waiting, "staff:visit", "待批准", "unapproved")
    if user.has(P.VISIT_CONFIRM):
        waiting = visits_awaiting_confirmation().exclude(officers__user=user)
        yield from _waiting(waiting, "staff:visit-confirm", "待确认", "unconfirmed")
    yield from _recent(user)


def _waiting(visits: VisitQuerySet, url_name: str, label: str, pick: str) -> Iterator[Work]:
    rows = list(visits[: ROWS_AT_MOST + 1])
    if len(rows) > ROWS_AT_MOST:
        url = f"{reverse('staff:visits')}?pick={pick}"
        title = f"{visits.count()}次检查{label}"
        yield Work(MINE, title, "逐次办理", url, "clipboard-check", label=label, tone="info")
        return
    for visit in rows:
        yield _line(visit, reverse(url_name, args=[visit.pk]), label)


def _line(visit: Visit, url: str, label: str) -> Work:
    text = f"{chinese_date(visit.visited_on)} · {visit.get_purpose_display()}"
    return Work(
        MINE,
        visit.institution.name,
        text,
        url,
        "clipboard-check",
        due_on=visit.planned_on,
        label=label,
        tone=tone_of(visit.state),
    )


def _recent(user: User) -> Iterator[Work]:
    for visit in visits_for(user).took_place().order_by("-recorded_at")[:ROWS_AT_MOST]:
        yield Work(
            RECENT,
            visit.institution.name,
            f"现场检查 · {visit.get_purpose_display()}",
            reverse("staff:visit", args=[visit.pk]),
            "clipboard-check",
            at=visit.recorded_at,
            label=visit.get_state_display(),
            tone=tone_of(visit.state),
        )
