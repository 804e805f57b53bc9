"""Was a violation followed up in time? One decision, values in, values out (decision 0044).

Two steps are asked of the bureau: that an order names the violation and is served in time, and
that somebody comes back in time after its limit. What the institution does is not asked here.
A violation put right on the spot needs neither; one recorded as a clue or proposed for transfer
within the days for the order is followed up by that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices


class Stage(TextChoices):
    """How far the follow-up of one violation has come; those of ``LATE`` are not in time."""

    NO_ORDER = "no_order", "逾期未送达文书"
    NOT_REINSPECTED = "not_reinspected", "逾期未复查"
    ORDER_LATE = "order_late", "文书送达逾期"
    REINSPECTED_LATE = "reinspected_late", "复查逾期"
    HANDED_ON_LATE = "handed_on_late", "转为线索或移送逾期"
    ORDER_DUE = "order_due", "待送达文书"
    RUNNING = "running", "整改期内"
    REINSPECTION_DUE = "reinspection_due", "待复查"
    DONE = "done", "已按期跟进"
    HANDED_ON = "handed_on", "已转为线索或拟移送"
    CORRECTED = "corrected", "已当场改正"


S = Stage
LATE = (S.NO_ORDER, S.NOT_REINSPECTED, S.ORDER_LATE, S.REINSPECTED_LATE, S.HANDED_ON_LATE)
WAITING = (S.NO_ORDER, S.NOT_REINSPECTED, S.ORDER_DUE, S.REINSPECTION_DUE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one violation.

    ``order_by``: last day for the service of an order. ``served_on``: day on which it was handed
    over, left, sent or published. ``due_on``: last day of the limit. ``recheck_by``: last day for
    the re-inspection. ``rechecked_on``: the first one since the limit began, or the day on which
    the order was closed as corrected on the spot. ``handed_on``: day on which it was recorded as
    a clue or proposed for transfer. ``is_corrected``: put right while the officers were there.
    """

    order_by: date
    served_on: date | None = None
    due_on: date | None = None
    recheck_by: date | None = None
    rechecked_on: date | None = None
    handed_on: date | None = None
    is_corrected: bool = False


def stage_of(facts: Facts, as_of: date) -> Stage:
    """How far the follow-up is on ``as_of``. The last day of each step is still in time."""
    if facts.is_corrected:
        return S.CORRECTED
    if facts.served_on is None:
        return _without_order(facts, as_of)
    assert facts.due_on is not None
    assert facts.recheck_by is not None
    came_late = (facts.rechecked_on or as_of) > facts.recheck_by
    if facts.rechecked_on is None and came_late:
        return S.NOT_REINSPECTED
    if facts.served_on > facts.order_by:
        return S.ORDER_LATE
    if facts.rechecked_on is None:
        return S.REINSPECTION_DUE if as_of > facts.due_on else S.RUNNING
    return S.REINSPECTED_LATE if came_late else S.DONE


def _without_order(facts: Facts, as_of: date) -> Stage:
    """Handed on, or still waiting for an order; both within the days for the order."""
    if facts.handed_on is not None:
        return S.HANDED_ON_LATE if facts.handed_on > facts.order_by else S.HANDED_ON
    return S.NO_ORDER if as_of > facts.order_by else S.ORDER_DUE
