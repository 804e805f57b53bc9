"""A paper handed over on site comes in from the phone: taken, or kept until a person has looked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import localdate
from common.errors import NotFound
from enforcement import blanks
from enforcement.doubts import doubts_about, unusable
from enforcement.errors import ArrivalNotAcceptable, OrderUnreadable, OwnVisit, ReasonMissing
from enforcement.limits import due_from, keep_due
from enforcement.models import (
    Delivery,
    Notice,
    NoticeFinding,
    OrderArrival,
    ReleasedOrder,
)
from enforcement.services._consequences import hold_institution
from enforcement.services.printing import queue_print
from enforcement.services.reviewing import close_if_corrected
from enforcement.states import ARRIVAL, NOTICE, RELEASED, ArrivalState, ReleaseState
from inspections.models import Finding, Visit
from inspections.states import FindingKind

PAYLOAD_BYTES_MOST = 200_000


@transaction.atomic
def take_handed_order(
    order_id: int,
    payload: dict[str, Any],
    *,
    visit_id: int,
    handed_at: datetime,
    by: User,
    at: datetime,
) -> OrderArrival:
    """Take in a paper that was handed over. The same paper again gives the same row.

    What fits is a served notice at once, and printed from its text alone. What does not fit
    (enforcement.doubts) is kept word for word and waits: the paper is in the party's hands.
    Call it after the visit was recorded, so that its findings can be tied.

    Raises NotAllowed, NotFound, OrderUnreadable; then nothing has changed.
    """
    require(by, Permission.VISIT_RECORD)
    order = _locked(order_id)
    sha256 = _digest(order, payload)
    if (known := order.arrivals.filter(sha256=sha256).first()) is not None:
        return known
    visit = _visit(visit_id)
    doubts = doubts_about(order, payload, visit=visit, handed_on=localdate(handed_at), by=by)
    arrival = OrderArrival.objects.create(
        order=order,
        visit=visit,
        payload=payload,
        sha256=sha256,
        handed_at=handed_at,
        doubts=doubts,
        state=ArrivalState.WAITING if doubts else ArrivalState.TAKEN,
        arrived_at=at,
        arrived_by=by,
    )
    if doubts:
        record("order_arrival.wait", arrival, by=by, at=at, sha256=sha256, doubts=doubts)
    else:
        _take(arrival, move="hand", by=by, at=at)
    return arrival


@transaction.atomic
def accept_arrival(arrival_id: int, *, reason: str, by: User, at: datetime) -> OrderArrival:
    """A person has looked and the paper stands: it becomes a served notice after all.

    Raises NotAllowed, NotFound, WrongState, ReasonMissing, OwnVisit, ArrivalNotAcceptable.
    """
    arrival = _settled(arrival_id, "accept", reason, by=by, at=at)
    if arrival.order.notice_id is not None:
        raise ArrivalNotAcceptable(
            why=f"{arrival.order.number}已有一份交付的文书，一个文号只能有一份"
        )
    if why := unusable(arrival.order, arrival.payload):
        raise ArrivalNotAcceptable(why=why)
    arrival.save(update_fields=["state", "settled_at", "settled_by", "settle_reason"])
    _take(arrival, move="accept", by=by, at=at)
    return arrival


@transaction.atomic
def refuse_arrival(arrival_id: int, *, reason: str, by: User, at: datetime) -> OrderArrival:
    """A person has looked and the paper does not stand; its number, if still out, is voided.

    Raises NotAllowed, NotFound, WrongState, ReasonMissing, OwnVisit.
    """
    arrival = _settled(arrival_id, "refuse", reason, by=by, at=at)
    arrival.save(update_fields=["state", "settled_at", "settled_by", "settle_reason"])
    order = arrival.order
    others = order.arrivals.filter(state=ArrivalState.WAITING)
    if order.state == ReleaseState.OUT and not others.exists():
        RELEASED.apply(order, "void", by=by, at=at, number=order.number, reason=reason.strip())
        order.voided_at, order.voided_by = at, by
        order.void_reason = f"回传文书不予采用：{reason.strip()}"[:200]
        order.save(update_fields=["state", "voided_at", "voided_by", "void_reason"])
    return arrival


def _settled(arrival_id: int, move: str, reason: str, *, by: User, at: datetime) -> OrderArrival:
    """The arrival with its decision on it, its order locked; the caller saves."""
    found = OrderArrival.objects.filter(pk=arrival_id).values_list("order_id", flat=True).first()
    if found is None:
        raise NotFound(what="这份回传文书")
    order = _locked(found)
    arrival = (
        OrderArrival.objects.select_for_update(of=("self",))
        .select_related("visit__institution")
        .get(pk=arrival_id)
    )
    arrival.order = order
    if not reason.strip():
        raise ReasonMissing(action=ARRIVAL.moves[move].label)
    ARRIVAL.apply(arrival, move, by=by, at=at, number=order.number, reason=reason.strip())
    if by.pk == arrival.arrived_by_id or arrival.visit.officers.filter(user=by).exists():
        raise OwnVisit(action=ARRIVAL.moves[move].label, notice=order.number)
    arrival.settled_at, arrival.settled_by = at, by
    arrival.settle_reason = reason.strip()[:200]
    return arrival


def _take(arrival: OrderArrival, *, move: str, by: User, at: datetime) -> None:
    """The served notice of a paper that was handed over, and what follows from it."""
    order = arrival.order
    notice = _draft(arrival, at=at)
    _tie_findings(notice, arrival)
    _serve(notice, arrival, by=by, at=at)
    RELEASED.apply(order, move, by=by, at=at, number=order.number, notice=notice.pk)
    order.notice = notice
    order.save(update_fields=["state", "notice"])
    hold_institution(notice, by=by, at=at)
    close_if_corrected(notice, by=by, at=at)
    queue_print(notice.pk)


def _draft(arrival: OrderArrival, *, at: datetime) -> Notice:
    limit = arrival.filled["limit"]
    return Notice.objects.create(
        form=arrival.order.form,
        visit=arrival.visit,
        institution=arrival.visit.institution,
        campaign=arrival.visit.campaign,
        acted_on=localdate(arrival.handed_at),
        limit_count=limit["count"],
        limit_unit=limit["unit"],
        added_order=arrival.filled["added_order"],
        drafted_at=arrival.handed_at,
        drafted_by=arrival.order.holder,
    )


def _tie_findings(notice: Notice, arrival: OrderArrival) -> None:
    """The findings of the record that the paper names, by code and words."""
    recorded = {
        (finding.code, finding.text): finding
        for finding in Finding.objects.filter(
            visit=arrival.visit, kind=FindingKind.OWN
        ).select_related("violation")
    }
    named = [(one["code"], one["text"]) for one in arrival.filled["findings"]]
    found = list(dict.fromkeys(recorded[key] for key in named if key in recorded))
    NoticeFinding.objects.bulk_create(
        NoticeFinding(notice=notice, finding=finding, no=no)
        for no, finding in enumerate(found, start=1)
    )


def _serve(notice: Notice, arrival: OrderArrival, *, by: User, at: datetime) -> None:
    """Number, text and service in one move: the paper left the house before the office knew."""
    order = arrival.order
    handed_on = localdate(arrival.handed_at)
    NOTICE.apply(notice, "hand_over", by=by, at=at, number=order.number)
    notice.number, notice.year, notice.serial = order.number, order.year, order.serial
    notice.token, notice.payload = order.token, arrival.payload
    notice.submitted_at, notice.submitted_by = arrival.handed_at, order.holder
    notice.approved_at = order.release.released_at
    notice.approved_by = order.release.released_by
    notice.served_on = handed_on
    assert notice.limit_count is not None
    keep_due(notice, due_from(handed_on, notice.limit_count, notice.limit_unit))
    _keep_delivery(notice, arrival, handed_on, by=by, at=at)
    notice.save()


def _keep_delivery(
    notice: Notice, arrival: OrderArrival, handed_on: date, *, by: User, at: datetime
) -> None:
    handover = arrival.filled["handover"]
    officers = [one["name"] for one in arrival.filled["officers"]]
    Delivery.objects.create(
        notice=notice,
        way=handover["way"],
        delivered_on=handed_on,
        effective_on=handed_on,
        recipient=handover["recipient"][:100],
        is_substitute=bool(handover["relation"]),
        relation=handover["relation"][:60],
        servers="、".join(officers)[:200],
        place=arrival.filled["place"][:300],
        reason=handover["reason"],
        witness=handover["witness"][:100],
        recorded_at=at,
        recorded_by=by,
    )


def _locked(order_id: int) -> ReleasedOrder:
    """The number, locked until the transaction ends. Raises NotFound."""
    order = (
        ReleasedOrder.objects.select_for_update(of=("self",))
        .select_related("release__released_by", "holder")
        .filter(pk=order_id)
        .first()
    )
    if order is None:
        raise NotFound(what="这个签发的文号")
    return order


def _visit(visit_id: int) -> Visit:
    visit = Visit.objects.select_related("institution").filter(pk=visit_id).first()
    if visit is None:
        raise NotFound(what="这次检查")
    return visit


def _digest(order: ReleasedOrder, payload: dict[str, Any]) -> str:
    if not isinstance(payload, dict):
        raise OrderUnreadable(number=order.number, why="不是一个JSON对象")
    try:
        written = blanks.canonical(payload)
    except (TypeError, ValueError) as error:
        raise OrderUnreadable(number=order.number, why="含有无法保存的内容") from error
    if len(written) > PAYLOAD_BYTES_MOST or b"\\u0000" in written:
        raise OrderUnreadable(number=order.number, why="内容过长，或者含有无法保存的字符")
    return blanks.digest(payload)
