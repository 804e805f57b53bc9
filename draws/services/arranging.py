"""What was drawn becomes visits, spread over the working days; or joins one already planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from common.clock import localdate
from common.errors import Refusal, WrongState
from draws.lists import departments_of
from draws.models import Draw, DrawnVisit
from draws.queries import drawn_visits_of, get_draw
from draws.services.planning import PlanWish, merge_into, plan_inspection, visit_to_merge_into
from draws.states import DRAW
from inspections.states import VisitPurpose
from policies.queries import calendar

AT_ONCE = 50


def arrange_visits(
    draw_id: int,
    *,
    matter_ids: Sequence[int],
    unannounced_reason: str = "",
    by: User,
    at: datetime,
) -> tuple[int, dict[str, str]]:
    """Plan the visits of a draw that are not planned yet, up to fifty at a time.

    Each is planned or merged by itself. Twice is safe: what is planned stays.

    Args:
        unannounced_reason: empty when the institutions are told beforehand.

    Returns:
        How many were planned or merged; and for the others, by name, why not.

    Raises NotAllowed, NotFound, WrongState.
    """
    require(by, Permission.VISIT_PLAN)
    draw = _drawn(draw_id, by)
    rows = list(drawn_visits_of(draw).filter(cause__isnull=True)[:AT_ONCE])
    days = _days(draw, localdate(at))
    wish = PlanWish(
        purpose=VisitPurpose.RANDOM,
        matter_ids=matter_ids,
        is_announced=not unannounced_reason,
        unannounced_reason=unannounced_reason,
    )
    refused: dict[str, str] = {}
    for row in rows:
        day = days[(row.no - 1) * len(days) // draw.wanted]
        try:
            _arrange(draw, row, wish, day, by=by, at=at)
        except Refusal as refusal:
            refused[row.institution.name] = str(refusal)
    return len(rows) - len(refused), refused


def _drawn(draw_id: int, by: User) -> Draw:
    draw = get_draw(draw_id, by)
    if not draw.has_result:
        raise WrongState(
            thing=draw, state=DRAW.label(draw.state), action="安排检查", wanted="已抽取"
        )
    return draw


@transaction.atomic
def _arrange(
    draw: Draw, row: DrawnVisit, wish: PlanWish, day: date, *, by: User, at: datetime
) -> None:
    cause = PlanWish(
        purpose=wish.purpose,
        matter_ids=wish.matter_ids,
        is_announced=wish.is_announced,
        unannounced_reason=wish.unannounced_reason,
        cause=f"{draw.title}第{row.no}家",
    )
    partners = departments_of(draw)[1:]
    planned = visit_to_merge_into(row.institution, day)
    if planned is not None:
        merge_into(planned.pk, cause, partner_departments=partners, drawn_visit=row, by=by, at=at)
        return
    plan_inspection(
        row.institution_id,
        cause,
        planned_on=day,
        officer_ids=[one.pk for one in row.crew],
        partner_departments=partners,
        drawn_visit=row,
        by=by,
        at=at,
    )


def _days(draw: Draw, today: date) -> list[date]:
    """The working days of the draw's stretch that are not over; its last day when there is none."""
    worked = calendar()
    first = max(draw.visits_from, today)
    length = (draw.visits_until - first).days + 1
    days = [first + timedelta(days=no) for no in range(length)]
    return [day for day in days if worked.is_working(day)] or [max(draw.visits_until, today)]
