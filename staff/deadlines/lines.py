"""How a deadline is said on the screen: from what, how long, how much is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from common.clock import localdate
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from policies.models import Confidence
from staff.deadlines.things import Thing

_SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the due list. ``left`` says how it stands in time, in the colour ``tone``."""

    deadline: Deadline
    thing: Thing | None
    left: str
    tone: str
    is_basis_open: bool


def line_of(deadline: Deadline, now: datetime, thing: Thing | None) -> Line:
    left, tone = _left(deadline, now)
    is_open = deadline.confidence not in (Confidence.SOURCE, Confidence.DERIVED)
    return Line(deadline, thing, left, tone, is_basis_open=is_open)


def _left(deadline: Deadline, now: datetime) -> tuple[str, str]:
    if deadline.state == DeadlineState.MET:
        return ("逾期办结", "bad") if deadline.was_late else ("按期办结", "good")
    if deadline.state != DeadlineState.RUNNING:
        return "", "quiet"
    days = (deadline.due_on - localdate(now)).days
    if deadline.due_at is not None and days == 0:
        return ("已逾期", "bad") if deadline.due_at < now else ("今天届满", "warn")
    if days < 0:
        return f"逾期{-days}天", "bad"
    if days == 0:
        return "今天届满", "warn"
    return f"还有{days}天", "warn" if days <= _SOON_DAYS else "quiet"
