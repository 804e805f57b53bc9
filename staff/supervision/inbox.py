"""What of talks, circulars and listings waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission as P
from common.clock import at_time, localdate
from staff.inbox.rows import MINE, OVERDUE, Work
from staff.supervision.page import LISTINGS
from supervision.models import Circular, Interview, Listing
from supervision.queries import awaiting_result, circulars_awaiting, listings_of

ROWS_AT_MOST = 10  # more stand in the lists


def work(user: User, as_of: date) -> Iterator[Work]:
    """Talks without a result, circulars to approve, listings one answers for or leads."""
    if user.has(P.INTERVIEW_HOLD):
        # Today's hours count to the minute; another day is over as a whole.
        over_at = min(timezone.now(), at_time(as_of + timedelta(days=1), 0))
        yield from map(_talk, awaiting_result(user, at=over_at)[:ROWS_AT_MOST])
    yield from map(_circular, circulars_awaiting(user)[:ROWS_AT_MOST])
    if any(user.has(wanted) for wanted in LISTINGS):
        for listing in listings_of(user)[:ROWS_AT_MOST]:
            yield _listing(listing, user, as_of)


def _talk(interview: Interview) -> Work:
    return Work(
        OVERDUE,
        f"约谈{interview.institution.name}",
        "约谈时间已过，请登记约谈或者未到场",
        reverse("staff:interview", args=[interview.pk]),
        "message",
        due_on=localdate(interview.talk_at),
        label="待登记",
        tone="warn",
    )


def _circular(circular: Circular) -> Work:
    return Work(
        MINE,
        circular.title,
        f"{circular.drafted_by.full_name}起草的通报，待您批准",
        reverse("staff:circular", args=[circular.pk]),
        "message-report",
        at=circular.drafted_at,
        label="待批准",
        tone="warn",
    )


def _listing(listing: Listing, user: User, as_of: date) -> Work:
    is_late = listing.is_overdue(as_of)
    role = "您是责任人" if listing.owner_id == user.pk else f"责任人{listing.owner.full_name}"
    return Work(
        OVERDUE if is_late else MINE,
        f"{listing.institution.name}：{listing.matter}",
        f"挂牌督办 · {role}",
        reverse("staff:listing", args=[listing.pk]),
        "eye",
        due_on=listing.due_on,
        label="逾期" if is_late else "督办",
        tone="bad" if is_late else "info",
    )
