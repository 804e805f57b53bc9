"""What an operator does with waiting work: hold a county, let it go, take up again, give up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max, Min, Q

from tenants.errors import WorkGone
from tenants.models import County, CountyEvent, CountyHold, HoldKind, Work, WorkState
from tenants.work import go_on

S = WorkState


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One queue: how much is where, and since when the oldest waits."""

    queue: str
    waiting: int
    sent: int
    running: int
    set_aside: int
    oldest: timedelta | None


@dataclass(frozen=True, slots=True)
class CountyWork:
    """One county that has work or is held."""

    county: County
    waiting: int
    in_hand: int
    set_aside: int
    oldest: timedelta | None
    hold: CountyHold | None


@transaction.atomic
def hold(county: County, kind: str, *, reason: str, at: datetime, by: str) -> CountyHold:
    """Pause: nothing more is begun. Drain: what waits now is worked off, what comes later waits.

    Nothing is lost in either; scans are left out until it is released.
    """
    last = Work.objects.aggregate(last=Max("pk"))["last"] or 0
    from_id = 0 if kind == HoldKind.PAUSED else _next_id(last)
    kept, _ = CountyHold.objects.update_or_create(
        schema=county.schema_name,
        defaults={"kind": kind, "from_id": from_id, "at": at, "reason": reason},
    )
    _tell(county.code, f"work.{kind}", at, reason=reason, by=by)
    return kept


def release(county: County, *, at: datetime, by: str) -> None:
    """Work goes on. Twice is safe."""
    with transaction.atomic():
        gone, _ = CountyHold.objects.filter(schema=county.schema_name).delete()
        if gone:
            _tell(county.code, "work.released", at, by=by)
    waiting = Work.objects.filter(schema=county.schema_name, state=S.WAITING)
    for queue in waiting.order_by("queue").values_list("queue", flat=True).distinct():
        go_on(county.schema_name, queue)


def retry(work_id: int, *, at: datetime, by: str) -> Work:
    """Put what was set aside in line again. Raises WorkGone."""
    with transaction.atomic():
        row = _set_aside(work_id)
        row.state, row.trouble, row.starts = S.WAITING, "", 0
        row.sent_at = row.started_at = None
        row.save()
        _tell(_code(row), "work.retried", at, task=row.task, by=by)
    go_on(row.schema, row.queue)
    return row


@transaction.atomic
def discard(work_id: int, *, at: datetime, by: str) -> None:
    """Give up what was set aside. Raises WorkGone."""
    row = _set_aside(work_id)
    _tell(_code(row), "work.discarded", at, task=row.task, by=by)
    row.delete()


def queue_lines(queues: Sequence[str]) -> list[QueueLine]:
    """How each queue is, also the empty ones."""
    rows: dict[str, Any] = {
        row["queue"]: row for row in Work.objects.order_by().values("queue").annotate(**_COUNTS)
    }
    now = _now()
    found = []
    for queue in queues:
        row: dict[str, Any] = rows.get(queue) or _NOTHING
        oldest = now - row["oldest"] if row["oldest"] else None
        counts = row["waiting"], row["sent"], row["running"], row["aside"]
        found.append(QueueLine(queue, *counts, oldest))
    return found


def county_works() -> list[CountyWork]:
    """Counties with work or a hold, the longest waiting first."""
    rows = Work.objects.order_by().values("schema").annotate(**_COUNTS)
    counted: dict[str, Any] = {row["schema"]: row for row in rows}
    holds = {row.schema: row for row in CountyHold.objects.all()}
    counties = County.objects.defer("boundary").filter(schema_name__in={*counted, *holds})
    now, found = _now(), []
    for county in counties:
        row: dict[str, Any] = counted.get(county.schema_name) or _NOTHING
        in_hand = row["sent"] + row["running"]
        oldest = now - row["oldest"] if row["oldest"] else None
        hold_of = holds.get(county.schema_name)
        found.append(CountyWork(county, row["waiting"], in_hand, row["aside"], oldest, hold_of))
    return sorted(found, key=lambda one: one.oldest or timedelta(0), reverse=True)


_COUNTS = {
    "waiting": Count("pk", filter=Q(state=S.WAITING)),
    "sent": Count("pk", filter=Q(state=S.SENT)),
    "running": Count("pk", filter=Q(state=S.RUNNING)),
    "aside": Count("pk", filter=Q(state=S.SET_ASIDE)),
    "oldest": Min("asked_at", filter=~Q(state=S.SET_ASIDE)),
}

_NOTHING: dict[str, Any] = {"waiting": 0, "sent": 0, "running": 0, "aside": 0, "oldest": None}


def _set_aside(work_id: int) -> Work:
    row: Work | None = (
        Work.objects.select_for_update().filter(pk=work_id, state=S.SET_ASIDE).first()
    )
    if row is None:
        raise WorkGone()
    return row


def _code(row: Work) -> str:
    found = County.objects.filter(schema_name=row.schema).values_list("code", flat=True).first()
    return found or ""


def _tell(code: str, kind: str, at: datetime, **facts: str) -> None:
    CountyEvent.objects.create(county_code=code, kind=kind, at=at, facts=facts)


def _next_id(last: int) -> int:
    """Rows that are being written now may have lower keys than the next one: they are let pass."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM tenants_work_id_seq")
        return max(last, int(cursor.fetchone()[0])) + 1


def _now() -> datetime:
    """By the clock that the rows' moments come from."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        found: datetime = cursor.fetchone()[0]
        return found
