"""A deadline is met or falls away."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models.functions import Greatest

from accounts.models import User
from common.clock import chinese_date, localdate
from deadlines.errors import PauseOutOfPlace
from deadlines.models import Deadline, DeadlinePause
from deadlines.services._rows import DUE, clean, end_pause, locked, require_not_future
from deadlines.states import DEADLINE


@transaction.atomic
def meet_deadline(deadline_id: int, *, on: date, by: User | None, at: datetime) -> Deadline:
    """What the deadline was about was done on ``on``, in time or late: ``was_late`` says which.

    A pause that still stands ends on that day.

    Raises:
        WrongState: it was met or cancelled before.
        DayInTheFuture, ClockSetBack.
    """
    deadline = locked(deadline_id, at)
    require_not_future(deadline, "办结", on, at)
    _end_open_pause(deadline, on, at)
    is_late = on > deadline.due_on
    due_on = deadline.due_on.isoformat()
    DEADLINE.apply(deadline, "meet", by=by, at=at, on=on.isoformat(), due_on=due_on, late=is_late)
    deadline.met_on = on
    deadline.save(update_fields=["state", "met_on", "changed_at", *DUE])
    return deadline


@transaction.atomic
def cancel_deadline(deadline_id: int, *, reason: str, by: User | None, at: datetime) -> Deadline:
    """The deadline no longer binds anybody: the case was withdrawn, the hearing moved.

    Raises:
        WrongState: it was met or cancelled before.
        BadInput: no reason.
        ClockSetBack.
    """
    deadline = locked(deadline_id, at)
    reason = clean(reason, what="取消理由")
    DEADLINE.apply(deadline, "cancel", by=by, at=at, reason=reason)
    DeadlinePause.objects.filter(deadline=deadline, resumed_on__isnull=True).update(
        resumed_on=Greatest("paused_on", localdate(at))
    )
    deadline.cancel_reason = reason
    deadline.save(update_fields=["state", "cancel_reason", "changed_at"])
    return deadline


def _end_open_pause(deadline: Deadline, on: date, at: datetime) -> None:
    pause = deadline.pauses.filter(resumed_on__isnull=True).first()
    if pause is None or not deadline.is_open:
        return
    if on < pause.paused_on:
        raise PauseOutOfPlace(
            thing=deadline,
            given=chinese_date(pause.paused_on),
            why=f"办结日期{chinese_date(on)}更早，请先改正日期",
        )
    end_pause(deadline, pause, on, at)
