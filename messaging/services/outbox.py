"""Into the outbox, and out of it in one order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from messaging.models import Delivery, Endpoint, Event
from messaging.services.telling import tell_of
from messaging.states import FOR_ONE, INTERNAL, EndpointState, EventKind

MOST_BYTES = 16 * 1024  # a webhook stays below the 20 kB of the specification
_AT_ONCE = 500
_LOCK = "messaging.spread"
_GIVE_POSITIONS = """
    WITH last AS (SELECT coalesce(max(position), 0) AS position FROM messaging_event),
    numbered AS (
        SELECT id, row_number() OVER (ORDER BY id) AS no
        FROM (
            SELECT id FROM messaging_event WHERE position IS NULL ORDER BY id LIMIT %s
        ) AS next
    )
    UPDATE messaging_event SET position = last.position + numbered.no
    FROM numbered, last WHERE messaging_event.id = numbered.id
    RETURNING messaging_event.id
"""


def emit(
    kind: EventKind,
    subject: models.Model,
    facts: Mapping[str, Any] | None = None,
    *,
    at: datetime,
    only_for: Iterable[int | None] | None = None,
) -> Event:
    """Write into the outbox what a verb did, in the verb's own transaction.

    Args:
        facts: keys, kinds and states; no names, no numbers of people.
        only_for: keys of the departments that it concerns; None: everybody who listens.
    """
    assert connection.in_atomic_block, "an event is written together with what it tells"
    said = json.loads(json.dumps(facts or {}, cls=DjangoJSONEncoder))
    assert len(json.dumps(said)) < MOST_BYTES, f"{kind} tells too much"
    event = Event.objects.create(
        kind=kind,
        subject=f"{subject._meta.model_name}/{subject.pk}",
        facts=said,
        at=at,
        only_for=None if only_for is None else sorted({key for key in only_for if key}),
    )
    _ask_for_relay()
    return event


def _ask_for_relay() -> None:
    """Once per transaction, after its commit. The task of each minute is there if that is lost."""
    from messaging.tasks import relay  # noqa: PLC0415 -- tasks call services

    name = relay.name
    waiting = (getattr(one[1], "task_name", "") for one in connection.run_on_commit)
    if name not in waiting:
        relay.delay_on_commit()


@transaction.atomic
def spread(*, at: datetime) -> int:
    """Give what lies in the outbox its positions, and put it in line for whoever listens.

    Positions are given after the commit, by one at a time: whoever has read up to a position has
    missed nothing below it. Safe to repeat; a second one at the same time finds nothing to do.
    """
    with connection.cursor() as cursor:
        lock = "SELECT pg_try_advisory_xact_lock(hashtext(%s), hashtext(current_schema()))"
        cursor.execute(lock, [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_GIVE_POSITIONS, [_AT_ONCE])
        keys = [key for (key,) in cursor.fetchall()]
    if not keys:
        return 0
    events = list(Event.objects.filter(pk__in=keys).order_by("position"))
    endpoints = list(Endpoint.objects.exclude(state=EndpointState.RETIRED))
    lines = (
        in_line(event, one, at=at) for event in events for one in endpoints if hears(one, event)
    )
    Delivery.objects.bulk_create(lines, ignore_conflicts=True)
    for event in events:
        tell_of(event, at=at)
    return len(events)


def hears(endpoint: Endpoint, event: Event) -> bool:
    """Does this endpoint get this event?"""
    if event.kind == FOR_ONE:
        return event.subject == f"endpoint/{endpoint.pk}"
    if event.kind in INTERNAL or event.kind not in endpoint.kinds:
        return False
    return event.only_for is None or endpoint.department_id in event.only_for


def in_line(event: Event, endpoint: Endpoint, *, at: datetime) -> Delivery:
    """A delivery that is due at once."""
    assert event.position is not None
    return Delivery(
        event=event,
        endpoint=endpoint,
        subject=event.subject,
        position=event.position,
        next_at=at,
    )
