"""The verbs of the operators' desk: note that something runs, and how a county is."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.queries import head
from common.errors import BadInput
from console.models import CountyPulse, Heartbeat
from enforcement.queries import waiting_papers
from tenants import work_desk
from tenants.current import county
from tenants.models import County

CLOCK_SLACK = timedelta(seconds=5)
_log = logging.getLogger(__name__)
# Wall clock minus a clock that nobody can set: constant, unless somebody sets the first.
_offset_s = time.time() - time.monotonic()


def note_tick(*, sent_at: datetime | None, at: datetime) -> None:
    """The scheduler sent a minute and a worker took it up. Late or double ones change nothing."""
    if sent_at is not None:
        _beat("scheduler", sent_at)
    jump, last = clock_jump(), _last("worker")
    if abs(jump) > CLOCK_SLACK:
        _note_jump(jump, at)
    elif last is not None and last - at > CLOCK_SLACK:
        # Another process wrote the last one: the clock went back between them.
        _note_jump(at - last, at)
    _beat("worker", at)


def clock_jump() -> timedelta:
    """How far the wall clock was set since this process looked last."""
    global _offset_s
    now_s = time.time() - time.monotonic()
    jump, _offset_s = now_s - _offset_s, now_s
    return timedelta(seconds=jump)


def push_pulse(*, at: datetime) -> CountyPulse:
    """The county of the connection writes down how it is; figures only, and only its own."""
    waiting, newest = waiting_papers(), head()
    pulse, _ = CountyPulse.objects.update_or_create(
        county_code=county().code,
        defaults={
            "at": at,
            "waiting_papers": waiting.count,
            "stopped_papers": waiting.stopped,
            "oldest_waiting_at": waiting.oldest_at,
            "sealed_at": newest.sealed_at,
            "sealed_position": newest.position,
        },
    )
    return pulse


def hold_county(county: County, kind: str, *, reason: str, by: User, at: datetime) -> None:
    """Pause a county's work, or let it run out. Raises NotAllowed, BadInput."""
    require(by, Permission.PLATFORM_RUN)
    if not reason.strip():
        raise BadInput(sentence="请写明原因。")
    work_desk.hold(county, kind, reason=reason.strip(), at=at, by=by.username)


def release_county(county: County, *, by: User, at: datetime) -> None:
    """A county's work goes on. Twice is safe. Raises NotAllowed."""
    require(by, Permission.PLATFORM_RUN)
    work_desk.release(county, at=at, by=by.username)


def retry_work(work_id: int, *, by: User, at: datetime) -> None:
    """Try again what was set aside. Raises NotAllowed, WorkGone."""
    require(by, Permission.PLATFORM_RUN)
    work_desk.retry(work_id, at=at, by=by.username)


def discard_work(work_id: int, *, by: User, at: datetime) -> None:
    """Give up what was set aside. Raises NotAllowed, WorkGone."""
    require(by, Permission.PLATFORM_RUN)
    work_desk.discard(work_id, at=at, by=by.username)


def _note_jump(jump: timedelta, at: datetime) -> None:
    words = f"{jump.total_seconds():+.0f} s"
    _log.error("the clock jumped by %s", words)
    # What was noted under the wrong time must not look alive, or ahead, from now on.
    Heartbeat.objects.filter(at__gt=at).update(at=at)
    Heartbeat.objects.update_or_create(name="clock", defaults={"at": at, "note": words})


@transaction.atomic
def _beat(name: str, at: datetime) -> None:
    row, is_new = Heartbeat.objects.select_for_update().get_or_create(
        name=name, defaults={"at": at}
    )
    if not is_new and row.at < at:
        row.at = at
        row.save(update_fields=["at"])


def _last(name: str) -> datetime | None:
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
