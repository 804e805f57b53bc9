"""What everybody has received, or has given up, goes once it was kept long enough."""

from __future__ import annotations

from datetime import date, datetime
from itertools import takewhile

from django.db import connection, transaction
from django.db.models import Count, Max

from common.clock import localdate
from messaging.models import Delivery, Event, Message
from messaging.rules import kept_since
from policies.errors import ParameterMissing
from policies.queries import parameter, parameters_of_county
from tenants.keys import county_key

KEPT_DAYS = "keeping.event_days"
_LOG = 0x4556544C  # "EVTL": the class of advisory locks about a county's log of events
_AT_ONCE = 500
_LAST_GAP = """
    SELECT max(position) - 1 FROM (
        SELECT position, lag(position, 1, %s) OVER (ORDER BY position) AS one_before
        FROM messaging_event WHERE position > %s
    ) AS there WHERE position > one_before + 1
"""


def sweep_events(*, at: datetime) -> int:
    """Take away old events with their deliveries and tries; how many events.

    An event goes when it and all before it happened before the keeping time, and none of its
    deliveries waits or was put in line, tried or taken since. Messages to people stay. In batches,
    each a short transaction; safe to repeat, and to run twice at once.
    """
    before = kept_since(at, _days_kept(localdate(at)))
    gone, read_up_to = 0, 0
    while keys := _next_old(read_up_to, before=before):
        gone += _swept(list(keys.values()), before=before)
        read_up_to = max(keys)
    return gone


def hold_log(*, alone: bool) -> None:
    """Until the transaction ends: many may replay at once, but nobody while events are swept."""
    kind = "" if alone else "_shared"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pg_advisory_xact_lock{kind}(%s, hashtext(%s))", [_LOG, county_key("events")]
        )


def swept_up_to(after: int) -> int:
    """The last position above ``after`` that was swept; ``after`` itself if all are there.

    Positions are given without gaps, so a gap is what was swept.
    """
    there = Event.objects.filter(position__gt=after)
    told = there.aggregate(newest=Max("position"), count=Count("pk"))
    if told["count"] == (told["newest"] or after) - after:
        return after
    with connection.cursor() as cursor:
        cursor.execute(_LAST_GAP, [after, after])
        found: int = cursor.fetchone()[0]
    return found


def _days_kept(on: date) -> int:
    try:
        return int(parameter(KEPT_DAYS, on))
    except ParameterMissing:  # a county that was opened before this release knew the parameter
        return int(parameters_of_county()[KEPT_DAYS].value)


def _next_old(read_up_to: int, *, before: datetime) -> dict[int, int]:
    """Position -> key of the next events that are old; the newest stays, positions go on from it."""
    newest = Event.objects.aggregate(newest=Max("position"))["newest"] or 0
    rows = Event.objects.filter(position__gt=read_up_to, position__lt=newest).order_by("position")
    old = takewhile(lambda event: event.at < before, rows.only("position", "at")[:_AT_ONCE])
    return {event.position: event.pk for event in old if event.position}


@transaction.atomic
def _swept(keys: list[int], *, before: datetime) -> int:
    """Of these events, those that nobody awaits go; how many."""
    hold_log(alone=True)
    lines = Delivery.objects.filter(event__in=keys)
    # What a person puts in line again at this moment is locked by that, and stays.
    over = lines.over_since(before).select_for_update(of=("self",), skip_locked=True)
    held = list(over.values_list("pk", flat=True))
    awaited = set(lines.exclude(pk__in=held).values_list("event_id", flat=True))
    free = [key for key in keys if key not in awaited]
    Message.objects.filter(event__in=free).update(event=None)
    Delivery.objects.filter(event__in=free).delete()
    gone: int = Event.objects.filter(pk__in=free).delete()[0]
    return gone
