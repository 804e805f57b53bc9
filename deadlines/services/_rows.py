"""What the verbs of a deadline share: the lock, the clock, the day computed anew."""

from __future__ import annotations

from datetime import date, datetime

from common.clock import chinese_date, chinese_moment, localdate
from common.errors import BadInput, NotFound
from deadlines.errors import ClockSetBack, DayInTheFuture
from deadlines.models import Deadline, DeadlineChange, DeadlinePause
from deadlines.rules import DayNumbers, Pause, Span, first_needed, hours_end, period_end
from deadlines.states import ChangeKind, PeriodUnit
from policies.queries import calendar

DUE = ("due_on", "due_at", "is_provisional", "calendar_known_until")
REASON_LONGEST = 300


def locked(deadline_id: int, at: datetime) -> Deadline:
    """The deadline with its lock, if time has not run backwards. Raises NotFound, ClockSetBack."""
    found: Deadline | None = (
        Deadline.objects.select_for_update(of=("self",)).filter(pk=deadline_id).first()
    )
    if found is None:
        raise NotFound(what="这个期限")
    if at < found.changed_at:
        raise ClockSetBack(
            thing=found, last=chinese_moment(found.changed_at), given=chinese_moment(at)
        )
    found.changed_at = at
    return found


def require_not_future(deadline: Deadline, what: str, day: date, at: datetime) -> None:
    today = localdate(at)
    if day > today:
        raise DayInTheFuture(
            thing=deadline, what=what, given=chinese_date(day), today=chinese_date(today)
        )


def clean(text: str, *, what: str) -> str:
    """Words that must be there. Raises BadInput."""
    words = text.strip()
    if not words:
        raise BadInput(sentence=f"没有写明{what}，请补充后再提交。")
    if len(words) > REASON_LONGEST:
        raise BadInput(sentence=f"{what}有{len(words)}个字，最多{REASON_LONGEST}个字，请缩短。")
    return words


def spans_of(deadline: Deadline) -> tuple[Span, ...]:
    """Its extensions, in their order."""
    return tuple(Span(one.count, one.unit) for one in deadline.extensions.order_by("pk"))


def pauses_of(deadline: Deadline) -> tuple[Pause, ...]:
    """Its pauses that are over."""
    rows = deadline.pauses.order_by("paused_on")
    return tuple(Pause(one.paused_on, one.resumed_on) for one in rows if one.resumed_on)


def put_due(deadline: Deadline, extensions: tuple[Span, ...], pauses: tuple[Pause, ...]) -> None:
    """Compute the last day by the calendar known today. The caller saves."""
    if deadline.unit == PeriodUnit.HOUR:
        assert deadline.counts_from_at is not None
        hours = deadline.count + sum(one.count for one in extensions)
        deadline.due_at, deadline.due_on = hours_end(deadline.counts_from_at, hours)
        return
    days = calendar()
    period = deadline.period(pauses, extensions)
    end = period_end(period, DayNumbers(days, first_needed(period)))
    deadline.due_on, deadline.is_provisional = end.due_on, end.is_provisional
    deadline.calendar_known_until = days.known_until


def note_change(
    deadline: Deadline, *, kind: str, why: str, was: tuple[date, bool], at: datetime
) -> DeadlineChange | None:
    """Put on record that the last day moved, before it is saved; None when it did not."""
    old_due_on, was_provisional = was
    if (deadline.due_on, deadline.is_provisional) == was:
        return None
    return DeadlineChange.objects.create(
        deadline=deadline,
        kind=kind,
        why=why,
        old_due_on=old_due_on,
        new_due_on=deadline.due_on,
        was_provisional=was_provisional,
        is_provisional=deadline.is_provisional,
        moved_at=at,
    )


def end_pause(deadline: Deadline, pause: DeadlinePause, on: date, at: datetime) -> None:
    """The pause is over, ``on`` counts again; the last day moves by it. The caller saves."""
    pause.resumed_on = on
    pause.save(update_fields=["resumed_on"])
    was = (deadline.due_on, deadline.is_provisional)
    put_due(deadline, spans_of(deadline), pauses_of(deadline))
    stood = (
        f"{chinese_date(pause.paused_on)}至{chinese_date(on)}中止（{pause.get_cause_display()}）"
    )
    note_change(deadline, kind=ChangeKind.PAUSE, why=stood, was=was, at=at)
