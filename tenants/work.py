"""Fair shares: what counties ask for waits in a table, and a few of each county are in the broker.

The broker's queue is first come, first served. A county with five thousand tasks has no more than
its share in it at any moment; the next goes in when one of them has ended, behind what others have
sent meanwhile. The table is written in the transaction of whoever asks, so a broker that is away,
or that forgot everything, loses nothing.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.db.models import DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import Now
from kombu.exceptions import OperationalError as BrokerAway

from tenants.celery import HEADER
from tenants.work_models import CountyHold, Work, WorkState

MOST_STARTS = 3  # without an end: it kills whoever runs it
GRACE_S = 60  # beyond a task's own limit
_SECOND = timedelta(seconds=1)
_log = logging.getLogger("yujian.work")
_current: ContextVar[UUID | None] = ContextVar("current_work", default=None)
S = WorkState

# Taken first and once: in a subquery of the UPDATE the planner may ask for the few again per row.
_TAKE = """
WITH taken AS MATERIALIZED (
    SELECT w.id FROM tenants_work w
     WHERE w.schema = %(schema)s AND w.queue = %(queue)s AND w.state = 'waiting'
       AND NOT EXISTS (
           SELECT 1 FROM tenants_countyhold h WHERE h.schema = w.schema AND w.id >= h.from_id)
     ORDER BY w.id
     LIMIT greatest(0, %(share)s - (
         SELECT count(*) FROM tenants_work o
          WHERE o.schema = %(schema)s AND o.queue = %(queue)s
            AND (o.state = 'running' OR o.state = 'sent' AND o.sent_at <= clock_timestamp())))
     FOR UPDATE SKIP LOCKED)
UPDATE tenants_work w SET state = 'sent', sent_at = now() FROM taken WHERE w.id = taken.id
RETURNING w.id, w.uid, w.task, w.kwargs, w.headers
"""
_BEGIN = """
UPDATE tenants_work SET state = 'running', started_at = now(), starts = starts + 1
 WHERE uid = %(uid)s AND (
     state IN ('sent', 'waiting')
     OR state = 'running' AND (
         %(redelivered)s OR started_at + make_interval(secs => limit_s + %(grace)s) < now()))
RETURNING starts
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A task as it was asked for."""

    schema: str
    queue: str
    task: str
    kwargs: Mapping[str, Any]
    headers: Mapping[str, Any]
    limit_s: int


def ask(asked: Asked) -> Work:
    """Put it in line, in the caller's transaction."""
    return Work.objects.create(
        schema=asked.schema,
        queue=asked.queue,
        task=asked.task,
        kwargs=dict(asked.kwargs),
        headers=dict(asked.headers),
        limit_s=asked.limit_s,
        asked_at=Now(),
    )


def is_in_line(asked: Asked) -> bool:
    """Does the same wait already, not yet begun? Then whoever begins it sees what we did."""
    same = Work.objects.of(asked.schema, asked.queue).filter(task=asked.task)
    return same.filter(kwargs=dict(asked.kwargs), state__in=(S.WAITING, S.SENT)).exists()


def dispatch(schema: str, queue: str) -> int:
    """Hand the broker what the county's share still allows; how many. Raises BrokerAway."""
    taken = _taken(schema, queue)
    for place, (_, uid, task, kwargs, headers) in enumerate(taken):
        try:
            # A bare cursor gives JSON as it stands there.
            _send(schema, queue, uid, task, json.loads(kwargs), json.loads(headers))
        except BrokerAway:
            back = [row[0] for row in taken[place:]]
            Work.objects.filter(pk__in=back, state=S.SENT).update(state=S.WAITING, sent_at=None)
            raise
    return len(taken)


def _taken(schema: str, queue: str) -> list[tuple[Any, ...]]:
    """The county's next, the oldest first; marked as sent.

    One after the other: two tasks that end at the same moment would each count nothing and take
    the whole share. What the one before marked is older than the clock, though not than the
    beginning of this transaction, which waited.
    """
    with transaction.atomic():
        _rows("SELECT pg_advisory_xact_lock(hashtext(%(lane)s))", lane=f"work {schema} {queue}")
        return sorted(_rows(_TAKE, schema=schema, queue=queue, share=settings.YUJIAN_COUNTY_SHARE))


def _send(
    schema: str, queue: str, uid: UUID, task: str, kwargs: Any, headers: Mapping[str, Any]
) -> None:
    told = {**headers, HEADER: str(uid), "_schema_name": schema}
    current_app.tasks[task].send_now(kwargs=kwargs, task_id=str(uid), headers=told, queue=queue)


def begin(uid: UUID, *, redelivered: bool) -> bool:
    """May this worker do it now? False: it is done, in other hands, or was set aside.

    One that was begun again and again and never ended is set aside instead of begun once more.
    """
    found = _rows(_BEGIN, uid=uid, redelivered=redelivered, grace=GRACE_S)
    if not found:
        return False
    if found[0][0] > MOST_STARTS:
        set_aside(uid, f"开始{MOST_STARTS}次都没有结束")
        return False
    return True


def end(uid: UUID) -> None:
    """It is done: the row goes, and the county's next one comes."""
    row = Work.objects.filter(uid=uid).values_list("schema", "queue").first()
    Work.objects.filter(uid=uid).delete()
    if row is not None:
        go_on(*row)


def put_off(uid: UUID, wait_s: float) -> None:
    """It is tried again after a while; meanwhile it takes nothing of its county's share."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tenants_work SET state = 'sent', starts = 0,"
            " sent_at = now() + make_interval(secs => %s) WHERE uid = %s",
            [wait_s, uid],
        )


def set_aside(uid: UUID, trouble: str) -> None:
    """Nobody begins it again until a person says so."""
    row = Work.objects.filter(uid=uid).values_list("schema", "queue").first()
    Work.objects.filter(uid=uid).update(state=S.SET_ASIDE, trouble=trouble[:200])
    _log.error("set aside: %s %s", uid, trouble)
    if row is not None:
        go_on(*row)


def go_on(schema: str, queue: str) -> None:
    """Dispatch; a broker that is away finds the work waiting when it is back."""
    try:
        dispatch(schema, queue)
    except BrokerAway as trouble:
        _log.warning("not sent: %s", type(trouble).__name__)


def look_after() -> int:
    """Bring back what was lost on the way, and send what waits. Safe to repeat; how many sent."""
    limit = ExpressionWrapper(F("limit_s") * _SECOND, output_field=DurationField())
    lost = Q(state=S.SENT, sent_at__lt=Now() - settings.YUJIAN_RESEND_AFTER_S * _SECOND)
    dead = Q(state=S.RUNNING, started_at__lt=Now() - GRACE_S * _SECOND - limit)
    Work.objects.filter(lost | dead).update(state=S.WAITING, sent_at=None)
    lanes: Iterable[tuple[str, str]] = (
        Work.objects.filter(state=S.WAITING)
        .order_by("schema", "queue")
        .values_list("schema", "queue")
        .distinct()
    )
    return sum(dispatch(*lane) for lane in lanes)


@contextmanager
def under_way(uid: UUID) -> Iterator[None]:
    """Inside, ``note_progress`` knows what it speaks of."""
    token = _current.set(uid)
    try:
        yield
    finally:
        _current.reset(token)


def is_under_way() -> bool:
    """Is this a task that came out of a line?"""
    return _current.get() is not None


def note_progress(done: int, total: int) -> None:
    """For long tasks: so much of so much. Outside a task it says nothing to nobody."""
    if uid := _current.get():
        Work.objects.filter(uid=uid).update(done=done, total=total)


def held_schemas() -> set[str]:
    """Counties for which no scan is started."""
    return set(CountyHold.objects.values_list("schema", flat=True))


def _rows(query: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
