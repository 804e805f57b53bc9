"""A deadline begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.services import record
from common.clock import localdate
from common.errors import WrongState
from deadlines.errors import LengthNotOurs, MomentMissing, NoPeriod, PeriodTooLong
from deadlines.models import Deadline
from deadlines.models.deadlines import LONGEST
from deadlines.rules import ROLLING_UNITS, lengths_in
from deadlines.services._rows import clean, locked, put_due
from deadlines.states import DEADLINE, OPEN_STATES, PeriodUnit
from policies.queries import Rule, rule_on

_ABOUT_LONGEST = 200


@transaction.atomic
def start_deadline(
    key: str,
    *,
    counts_from: date | datetime,
    about: str,
    by: User | None,
    at: datetime,
    owner: User | None = None,
    count: int | None = None,
    unit: str | None = None,
) -> Deadline:
    """Begin a deadline by the rule of ``key`` as it holds on the day it counts from.

    Length, last-day rule, article and mark are frozen. The caller's verb has asked its own
    right; ``by`` None is the system.

    Args:
        key: a parameter that is a period: ``deadline.t02``, ``stop.recheck``.
        counts_from: the day of the event, not counted; for hours the moment.
        about: one Chinese phrase naming the thing: 案件“桂某托管中心无证办学”.
        owner: who must see to it; None: the section's head hears at once.
        count, unit: another length, where the document sets it (T04) or the rule names several
            (two or five years, by class of publication).

    Raises:
        ParameterMissing: no rule of this key holds on that day.
        NoPeriod: the rule names no length and none was given.
        LengthNotOurs, PeriodTooLong, MomentMissing: what was given does not fit the rule.
    """
    for person in (by, owner):
        if person is not None:
            person.require_here()
    deadline = _counted(key, counts_from, count, unit)
    deadline.about = clean(about, what="期限针对的事项")[:_ABOUT_LONGEST]
    deadline.owner = owner
    deadline.started_at = deadline.changed_at = at
    put_due(deadline, (), ())
    deadline.save(force_insert=True)
    _tell(deadline, by=by, at=at)
    return deadline


@transaction.atomic
def give_deadline(
    deadline_id: int, *, owner: User | None, by: User | None, at: datetime
) -> Deadline:
    """Somebody else must see to it from now on. The same again is no change.

    Raises WrongState where it is over; ClockSetBack.
    """
    if owner is not None:
        owner.require_here()
    deadline = locked(deadline_id, at)
    if deadline.owner_id == (owner.pk if owner else None):
        return deadline
    if not deadline.is_open:
        wanted = "”或“".join(DEADLINE.label(state) for state in OPEN_STATES)
        state = DEADLINE.label(deadline.state)
        raise WrongState(thing=deadline, state=state, action="交办", wanted=wanted)
    name = owner.full_name if owner else ""
    record("deadline.give", deadline, by=by, at=at, owner=name)
    deadline.owner = owner
    deadline.save(update_fields=["owner", "changed_at"])
    return deadline


def _counted(
    key: str, counts_from: date | datetime, count: int | None, unit: str | None
) -> Deadline:
    """A deadline from what, how long, in what unit, by which rule; not yet about anything."""
    is_moment = isinstance(counts_from, datetime)
    day = localdate(counts_from) if isinstance(counts_from, datetime) else counts_from
    rule = rule_on(key, day)
    length, unit = _length(rule, count, unit)
    deadline = Deadline(counts_from_on=day, count=length, unit=unit, **_frozen(rule, unit))
    if unit == PeriodUnit.HOUR:
        if not is_moment:
            raise MomentMissing(label=rule.label)
        deadline.counts_from_at = counts_from
    return deadline


def _length(rule: Rule, count: int | None, unit: str | None) -> tuple[int, str]:
    """How long, in what: the rule's own length, or a given one that it allows."""
    value = rule.value if isinstance(rule.value, Mapping) else {}
    own = (value.get("count"), value.get("unit"))
    length, given_unit = count or own[0], unit or own[1]
    if length is None or given_unit not in PeriodUnit.values:
        raise NoPeriod(label=rule.label, key=rule.key)
    words = f"{length}{PeriodUnit(given_unit).label}"
    if not 1 <= length <= LONGEST:
        raise PeriodTooLong(given=words, most=LONGEST)
    given = (int(length), str(given_unit))
    if not (given == own or value.get("set_in_document") or given in lengths_in(value)):
        raise LengthNotOurs(label=rule.label, basis=rule.basis, given=words)
    return given


def _frozen(rule: Rule, unit: str) -> dict[str, Any]:
    """What the rule says, as it stays with the deadline."""
    value: Mapping[str, Any] = rule.value
    return {
        "key": rule.key,
        "label": rule.label,
        "basis": rule.basis,
        "mark": rule.mark,
        "confidence": rule.confidence,
        "is_before": bool(value.get("before")),
        "rolls": _rolls(value, unit),
        "extension_limit": value.get("extension_count"),
    }


def _rolls(value: Mapping[str, Any], unit: str) -> bool:
    """A last day on a rest day moves on (C4), unless the rule says otherwise or counts back."""
    return unit in ROLLING_UNITS and not value.get("before") and value.get("rolls", True)


def _tell(deadline: Deadline, *, by: User | None, at: datetime) -> None:
    record(
        "deadline.start",
        deadline,
        by=by,
        at=at,
        after=deadline.state,
        counts_from=deadline.counts_from_on.isoformat(),
        length=deadline.length,
        due_on=deadline.due_on.isoformat(),
        basis=deadline.basis,
    )
