"""Once more: all from a cursor on, or one that was set aside."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission as P
from audit.services import record
from common.errors import NotFound, WrongState
from messaging.errors import EventsSwept
from messaging.models import Delivery, Event
from messaging.services.endpoints import locked
from messaging.services.outbox import hears, in_line
from messaging.services.sweeping import hold_log, swept_up_to
from messaging.states import ENDPOINT, FOR_ONE, DeliveryState, EndpointState

_AT_ONCE = 500


@transaction.atomic
def replay(endpoint_id: int, *, after: int, by: User, at: datetime) -> int:
    """Send again every event after the cursor ``after`` that the endpoint may hear; how many.

    The ids are the same as the first time: a receiver that keeps them does nothing twice.
    Raises NotAllowed, NotFound, WrongState, EventsSwept.
    """
    require(by, P.ENDPOINT_MANAGE)
    endpoint = locked(endpoint_id)
    if endpoint.state == EndpointState.RETIRED:
        raise WrongState(
            thing=endpoint,
            state=ENDPOINT.label(endpoint.state),
            action="重新推送",
            wanted=EndpointState.ACTIVE.label,
        )
    after = max(after, 0)
    hold_log(alone=False)
    if (swept := swept_up_to(after)) > after:
        raise EventsSwept(after=after, swept=swept)
    events = Event.objects.filter(position__gt=after).exclude(kind=FOR_ONE).order_by("position")
    wanted = [event for event in events.iterator(_AT_ONCE) if hears(endpoint, event)]
    lines = (in_line(event, endpoint, at=at) for event in wanted)
    Delivery.objects.bulk_create(lines, ignore_conflicts=True, batch_size=_AT_ONCE)
    again = endpoint.deliveries.filter(event__in=[event.pk for event in wanted])
    again.exclude(state=DeliveryState.WAITING).update(**_anew(at))
    record("endpoint.replay", endpoint, by=by, at=at, cursor=after, events=len(wanted))
    return len(wanted)


@transaction.atomic
def retry_delivery(delivery_id: int, *, by: User, at: datetime) -> Delivery:
    """Put one delivery in line again, due at once. Raises NotAllowed, NotFound, WrongState."""
    require(by, P.ENDPOINT_MANAGE)
    row = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("endpoint")
        .filter(pk=delivery_id)
        .first()
    )
    if row is None:
        raise NotFound(what="这条推送")
    if row.endpoint.state == EndpointState.RETIRED:
        raise WrongState(
            thing=row.endpoint,
            state=ENDPOINT.label(row.endpoint.state),
            action="重新推送",
            wanted=EndpointState.ACTIVE.label,
        )
    for name, value in _anew(at).items():
        setattr(row, name, value)
    row.save()
    record("endpoint.retry", row.endpoint, by=by, at=at, cursor=row.position)
    return row


def _anew(at: datetime) -> dict[str, object]:
    return {
        "state": DeliveryState.WAITING,
        "next_at": at,
        "attempts": 0,
        "first_tried_at": None,
        "delivered_at": None,
        "lease": None,
        "leased_until": None,
    }
