"""What moves the last day of a deadline: it stands still, goes on, is made longer."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from common.clock import chinese_date, localdate
from common.errors import BadInput
from deadlines.errors import (
    CannotPause,
    DeadlineOver,
    ExtensionBeyondRule,
    PauseOutOfPlace,
    PeriodTooLong,
    ResumedBeforePause,
)
from deadlines.models import Deadline, DeadlineExtension, DeadlinePause
from deadlines.models.deadlines import LONGEST
from deadlines.rules import Span
from deadlines.services._rows import (
    DUE,
    clean,
    end_pause,
    locked,
    note_change,
    pauses_of,
    put_due,
    require_not_future,
    spans_of,
)
from deadlines.states import DEADLINE, ChangeKind, PauseCause, PeriodUnit


@transaction.atomic
def pause_deadline(
    deadline_id: int, *, cause: str, basis: str, on: date, by: User | None, at: datetime
) -> DeadlinePause:
    """Stop counting: ``on`` is the first day that does not count.

    Args:
        cause: hearing, public_notice, litigation, expertise, other.
        basis: what lets it stand still; whether T02 may is [U] in 53号令.

    Raises:
        WrongState: it stands still already, or is over.
        PauseOutOfPlace: before it began, after its last day, inside the pause before.
        CannotPause: hours, and periods counted back from a day.
        BadInput, DayInTheFuture, ClockSetBack.
    """
    deadline = locked(deadline_id, at)
    if cause not in PauseCause.values:
        raise BadInput(sentence=f"没有“{cause[:20]}”这种中止事由，请从列表中选择。")
    basis = clean(basis, what="中止的依据")
    DEADLINE.apply(deadline, "pause", by=by, at=at, cause=cause, basis=basis, on=on.isoformat())
    _require_stoppable(deadline, "中止")
    require_not_future(deadline, "中止", on, at)
    _require_in_place(deadline, on)
    pause = DeadlinePause.objects.create(deadline=deadline, cause=cause, basis=basis, paused_on=on)
    deadline.save(update_fields=["state", "changed_at"])
    return pause


@transaction.atomic
def resume_deadline(deadline_id: int, *, on: date, by: User | None, at: datetime) -> Deadline:
    """Go on counting: ``on`` is the first day that counts again. The last day moves accordingly.

    Raises:
        WrongState: it does not stand still.
        ResumedBeforePause, DayInTheFuture, ClockSetBack.
    """
    deadline = locked(deadline_id, at)
    DEADLINE.apply(deadline, "resume", by=by, at=at, on=on.isoformat())
    require_not_future(deadline, "恢复", on, at)
    pause = deadline.pauses.select_for_update().get(resumed_on__isnull=True)
    if on < pause.paused_on:
        raise ResumedBeforePause(
            thing=deadline, paused=chinese_date(pause.paused_on), given=chinese_date(on)
        )
    end_pause(deadline, pause, on, at)
    deadline.save(update_fields=["state", "changed_at", *DUE])
    return deadline


@transaction.atomic
def extend_deadline(
    deadline_id: int, *, count: int, unit: str, reason: str, by: User, at: datetime
) -> Deadline:
    """Make a deadline longer, before it is over. ``by`` approves it.

    The extension follows the length before as if both were one period.

    Raises:
        NotAllowed: ``by`` may not decide.
        WrongState: it stands still or is over.
        DeadlineOver: its last day has passed.
        ExtensionBeyondRule: the rule allows less (T24: 30 days).
        CannotPause: it is counted back from a day; or hours mixed with days.
        BadInput, PeriodTooLong, ClockSetBack.
    """
    deadline = locked(deadline_id, at)
    reason = clean(reason, what="延长的理由")
    _require_length(count, unit)
    given = f"{count}{PeriodUnit(unit).label}"
    DEADLINE.apply(deadline, "extend", by=by, at=at, length=given, reason=reason)
    _require_extendable(deadline, count, unit, given, at)
    was = (deadline.due_on, deadline.is_provisional)
    put_due(deadline, (*spans_of(deadline), Span(count, unit)), pauses_of(deadline))
    DeadlineExtension.objects.create(
        deadline=deadline,
        count=count,
        unit=unit,
        reason=reason,
        old_due_on=was[0],
        new_due_on=deadline.due_on,
        approved_at=at,
        approved_by=by,
        approved_by_name=by.full_name,
    )
    why = f"{by.full_name}批准延长{given}：{reason}"[:300]
    note_change(deadline, kind=ChangeKind.EXTENSION, why=why, was=was, at=at)
    deadline.save(update_fields=["changed_at", *DUE])
    return deadline


def _require_stoppable(deadline: Deadline, action: str) -> None:
    if deadline.unit == PeriodUnit.HOUR and action == "中止":
        raise CannotPause(thing=deadline, why="以小时计算", action=action)
    if deadline.is_before:
        raise CannotPause(thing=deadline, why="由后面的日期倒推", action=action)


def _require_in_place(deadline: Deadline, on: date) -> None:
    last = deadline.pauses.order_by("-paused_on").first()
    resumed_on = last.resumed_on if last else None
    why = ""
    if on <= deadline.counts_from_on:
        why = f"期限自{chinese_date(deadline.counts_from_on)}的次日起算"
    elif on > deadline.due_on:
        why = f"期限已于{chinese_date(deadline.due_on)}届满"
    elif resumed_on is not None and on < resumed_on:
        why = f"上一次中止到{chinese_date(resumed_on)}才恢复"
    if why:
        raise PauseOutOfPlace(thing=deadline, given=chinese_date(on), why=why)


def _require_length(count: int, unit: str) -> None:
    if unit not in PeriodUnit.values:
        raise BadInput(sentence=f"没有“{unit[:20]}”这种期限单位，请从列表中选择。")
    if not 1 <= count <= LONGEST:
        raise PeriodTooLong(given=f"{count}{PeriodUnit(unit).label}", most=LONGEST)


def _require_extendable(
    deadline: Deadline, count: int, unit: str, given: str, at: datetime
) -> None:
    _require_stoppable(deadline, "延长")
    if (unit == PeriodUnit.HOUR) != (deadline.unit == PeriodUnit.HOUR):
        own = deadline.get_unit_display()
        raise CannotPause(thing=deadline, why=f"以{own}计算", action=f"延长{given}")
    is_over = at > deadline.due_at if deadline.due_at else localdate(at) > deadline.due_on
    if is_over:
        raise DeadlineOver(thing=deadline, due=deadline.due_words)
    if deadline.extension_limit is None:
        return
    used = deadline.extensions.aggregate(sum=Sum("count"))["sum"] or 0
    if unit != deadline.unit or used + count > deadline.extension_limit:
        own = deadline.get_unit_display()
        raise ExtensionBeyondRule(
            thing=deadline,
            most=f"{deadline.extension_limit}{own}",
            used=f"{used}{own}",
            given=given,
        )
