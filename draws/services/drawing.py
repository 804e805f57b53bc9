"""From list and seed to visits; and an officer drawn anew with the reason on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.canonical import canonical
from common.clock import localdate
from common.errors import BadInput, NotFound, WrongState
from common.text import squash
from draws import rules
from draws.errors import (
    DrawnVisitOver,
    DrawReasonMissing,
    ListChanged,
    NotOnDrawnVisit,
    OwnRedraw,
    SeatWithoutOfficer,
)
from draws.models import Draw, DrawnVisit, DrawSeat, Redraw
from draws.queries import frozen_list, outs_of, planned_visit_of
from draws.services._locks import locked_draw
from draws.states import DRAW, RedrawReason
from inspections.services import exchange_officer
from inspections.states import VisitState
from policies.queries import due_after, parameter

PUBLISH = "draw.publish"


def make_draw(draw: Draw, values: Sequence[str], *, by: User, at: datetime) -> Draw:
    """Draw, now that the seed is whole. The caller has asked the right and holds the row.

    Raises ListChanged when the stored list is not the one whose checksum was published.
    """
    listed = frozen_list(draw)
    if listed is None:
        raise ListChanged(draw=draw)
    draw.seed_values = list(values)
    draw.seed = rules.seed_of(draw.list_sha256, values)
    visits = rules.draw(listed, draw.seed)
    DRAW.apply(draw, "draw", by=by, at=at, seed=draw.seed, result=_digest(visits))
    draw.drawn_at, draw.drawn_by = at, by
    draw.publish_on = due_after(localdate(at), **parameter(PUBLISH, localdate(at))).due_on
    draw.save(update_fields=["state", "seed_values", "seed", "drawn_at", "drawn_by", "publish_on"])
    _write(draw, visits)
    return draw


def _digest(visits: rules.Visits) -> str:
    """For history, sealed the same minute: what came out is on record outside these tables."""
    return rules.digest(canonical([list(visit) for visit in visits]))


def _write(draw: Draw, visits: rules.Visits) -> None:
    rows = DrawnVisit.objects.bulk_create(
        DrawnVisit(draw=draw, no=no, institution_id=institution)
        for no, (institution, _) in enumerate(visits, start=1)
    )
    DrawSeat.objects.bulk_create(
        DrawSeat(drawn_visit=row, place=place, officer_id=officer)
        for row, (_, people) in zip(rows, visits, strict=True)
        for place, officer in enumerate(people, start=1)
    )


@transaction.atomic
def redraw_officer(
    drawn_visit_id: int, *, officer_id: int, reason: str, note: str, by: User, at: datetime
) -> Redraw:
    """Draw another officer for a seat, from the same seed; the one who goes out is barred there.

    Everybody can repeat it in the order of the record. In a visit that is planned already the
    two are exchanged, and it is approved anew.

    Raises NotAllowed, NotFound, BadInput, WrongState, DrawReasonMissing, OwnRedraw,
    NotOnDrawnVisit, ListChanged, SeatWithoutOfficer, DrawnVisitOver, OfficerUnfit.
    Source: Administrative Penalty Law (2021), Art. 43 (recusal).
    """
    require(by, Permission.DRAW_MANAGE)
    row = DrawnVisit.objects.select_related("institution").filter(pk=drawn_visit_id).first()
    if row is None:
        raise NotFound(what="抽中的这家机构")
    draw = locked_draw(row.draw_id)
    note = squash(note)
    _require_redraw(draw, row, reason, note, by)
    seat = _seat(row, officer_id)
    outs = [*outs_of(draw), (row.no, officer_id)]
    came_in = _next(draw, outs)
    if came_in is None:
        raise SeatWithoutOfficer(institution=row.institution.name, seat=seat.place)
    again = Redraw.objects.create(
        draw=draw,
        no=len(outs),
        drawn_visit=row,
        officer_out_id=officer_id,
        officer_in_id=came_in,
        reason=reason,
        note=note,
        redrawn_at=at,
        redrawn_by=by,
    )
    seat.officer = again.officer_in
    seat.save(update_fields=["officer"])
    _exchange_in_visit(row, again, by=by, at=at)
    record("draw.redraw", draw, by=by, at=at, **_facts(again))
    return again


def _require_redraw(draw: Draw, row: DrawnVisit, reason: str, note: str, by: User) -> None:
    if reason not in RedrawReason.values:
        raise BadInput(sentence=f"没有“{reason}”这种重新抽取的事由，请从列表中选择。")
    if not draw.has_result:
        raise WrongState(
            thing=draw, state=DRAW.label(draw.state), action="重新抽取", wanted="已抽取"
        )
    if not note:
        raise DrawReasonMissing(action="重新抽取检查人员")
    if by in row.crew:
        raise OwnRedraw(institution=row.institution.name)


def _exchange_in_visit(row: DrawnVisit, again: Redraw, *, by: User, at: datetime) -> None:
    """In the planned visit, too; a visit that the drawn one was merged into has its own people."""
    visit = planned_visit_of(row.pk)
    if visit is None or visit.state == VisitState.CANCELLED:
        return
    if visit.state in (VisitState.RECORDED, VisitState.CONFIRMED):
        raise DrawnVisitOver(visit=visit, state=visit.get_state_display())
    if not visit.officers.filter(user=again.officer_out_id).exists():
        return
    exchange_officer(
        visit.pk,
        out=again.officer_out_id,
        into=again.officer_in_id,
        reason=f"{again.get_reason_display()}，重新抽取",
        by=by,
        at=at,
    )


def _seat(row: DrawnVisit, officer_id: int) -> DrawSeat:
    seat = row.seats.select_for_update().filter(officer=officer_id).first()
    if seat is None:
        person = User.objects.filter(pk=officer_id).first()
        raise NotOnDrawnVisit(officer=person or "此人", institution=row.institution.name)
    return seat


def _next(draw: Draw, outs: Sequence[tuple[int, int]]) -> int | None:
    listed = frozen_list(draw)
    if listed is None:
        raise ListChanged(draw=draw)
    return rules.redraw(listed, draw.seed, outs)[-1]


def _facts(again: Redraw) -> dict[str, Any]:
    return {
        "institution": again.drawn_visit.institution.name,
        "officer_out": again.officer_out.full_name,
        "officer_in": again.officer_in.full_name,
        "reason": again.reason,
        "note": again.note,
    }
