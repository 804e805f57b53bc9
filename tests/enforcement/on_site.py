"""A paper as an officer's phone fills it in, for tests of orders made out on site."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from enforcement import blanks, services
from enforcement.doubts import citable_on, verify_url_of
from enforcement.models import OrderRelease, ReleasedOrder
from enforcement.states import NoticeForm
from inspections.models import Visit
from tests.enforcement.scenes import People
from tests.times import DAY, NOON

HANDED_AT = NOON + timedelta(hours=1)
IN_THE_EVENING = NOON + timedelta(hours=6)
TO_THE_PRINCIPAL = {
    "way": "direct",
    "time": "13:05",
    "recipient": "王春梅",
    "relation": "",
    "reason": "",
    "witness": "",
}
STROKES = "M100 200L300 80L500 220M600 150L900 150"


def officers_of(visit: Visit) -> list:
    return [seat.user for seat in visit.officers.select_related("user").order_by("pk")]


def released(visit: Visit, people: People, form: str = NoticeForm.SPOT, each: int = 1):
    """Numbers for both officers of the visit, released in the morning of its day."""
    return services.release_orders(
        form=form,
        day=DAY,
        officer_ids=[user.pk for user in officers_of(visit)],
        each=each,
        reason="城关镇日常巡查",
        by=people.bureau_head,
        at=NOON - timedelta(hours=3),
    )


def first_of(release: OrderRelease) -> ReleasedOrder:
    return release.orders.order_by("serial").first()


def filled_for(visit: Visit, order: ReleasedOrder, **changes: Any) -> dict[str, Any]:
    """What is filled in for a visit: all its findings, the usual limit, handed to the principal."""
    limit = order.release.limits[0]
    signers = [("officer", seat.user.full_name) for seat in visit.officers.all()]
    return {
        "party": {
            "name": visit.institution.name,
            "credit_code": visit.institution.credit_code or "",
            "licence_no": "",
            "person": "王春梅",
            "address": "城关镇文化路8号",
        },
        "place": "城关镇文化路8号",
        "officers": [
            {"name": seat.user.full_name, "certificate_no": seat.certificate_no}
            for seat in visit.officers.order_by("pk")
        ],
        "limit": {"count": limit["count"], "unit": limit["unit"]},
        "added_order": "",
        "findings": [
            {"code": finding.code, "text": finding.text} for finding in visit.findings.all()
        ],
        "handover": dict(TO_THE_PRINCIPAL),
        "signatures": [
            {"role": role, "name": name, "path": STROKES}
            for role, name in (*signers, ("party", "王春梅"))
        ],
    } | changes


def paper_for(visit: Visit, order: ReleasedOrder, **changes: Any) -> dict[str, Any]:
    """The whole paper that the phone would hand over."""
    return blanks.fill(
        order.release.blank,
        filled_for(visit, order, **changes),
        number=order.number,
        verify_url=verify_url_of(order),
        limits=order.release.limits,
        citable=citable_on(order.release.valid_on),
    )


def handed(visit: Visit, order: ReleasedOrder, payload: dict[str, Any] | None = None, **told: Any):
    """What the phone brought home in the evening."""
    facts = {
        "visit_id": visit.pk,
        "handed_at": HANDED_AT,
        "by": order.holder,
        "at": IN_THE_EVENING,
    } | told
    return services.take_handed_order(order.pk, payload or paper_for(visit, order), **facts)
