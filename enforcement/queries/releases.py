"""Reads of orders made out on site: what a phone takes along, what is out, what waits."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from common.errors import NotFound
from enforcement import rules
from enforcement.doubts import citable_on, verify_url_of
from enforcement.models import OrderArrival, OrderRelease, ReleasedOrder, ReleasedOrderQuerySet
from enforcement.states import NoticeForm, ReleaseState


def released_for(user: User, day: date) -> ReleasedOrderQuerySet:
    """The numbers that this person may make out on that day and has not used."""
    held = ReleasedOrder.objects.out().held_by(user, day)
    return held.select_related("release").order_by("form", "serial")


def order_section(user: User, day: date, device: str) -> dict[str, Any]:
    """What a phone takes along to make orders out on site (docs/orders-on-site.md).

    Only the numbers that this device carries (services.carry_orders); texts and limits once
    per release. Empty of everything when there is no number.
    """
    orders = list(released_for(user, day).filter(device=device)) if device else []
    releases = {order.release_id: order.release for order in orders}
    return {
        "day": day.isoformat(),
        "releases": {
            str(key): {"form": one.form, "blank": one.blank, "limits": one.limits}
            for key, one in sorted(releases.items())
        },
        "orders": [
            {
                "id": order.pk,
                "release": str(order.release_id),
                "form": order.form,
                "title": str(NoticeForm(order.form).label),
                "number": order.number,
                "verify_url": verify_url_of(order),
            }
            for order in orders
        ],
        "citable": citable_on(day) if orders else {},
        "words_refused": list(rules.PENALTY_WORDS) if orders else [],
    }


def releases_for(user: User) -> QuerySet[OrderRelease]:
    """Releases with how many of their numbers are out, handed over and voided, newest first."""
    seen = ReleasedOrder.objects.visible_to(user).values("release")
    states = {str(state): Count("orders", filter=Q(orders__state=state)) for state in ReleaseState}
    releases = OrderRelease.objects.filter(pk__in=seen).annotate(**states)
    return releases.select_related("released_by").order_by("-valid_on", "-pk")


def get_release(release_id: int, *, user: User) -> OrderRelease:
    """One release that this person may see. Raises NotFound."""
    release = releases_for(user).filter(pk=release_id).first()
    if release is None:
        raise NotFound(what="这次签发")
    return release


def orders_of(release: OrderRelease, *, user: User) -> ReleasedOrderQuerySet:
    """The numbers of a release that this person may see, in their order."""
    orders = ReleasedOrder.objects.visible_to(user).filter(release=release)
    return orders.select_related("holder", "voided_by", "notice__institution").order_by("serial")


def arrivals_waiting(user: User) -> QuerySet[OrderArrival]:
    """Papers from phones that a person must look at, the earliest first."""
    waiting = OrderArrival.objects.waiting()
    waiting = waiting.filter(order__in=ReleasedOrder.objects.visible_to(user))
    return waiting.select_related("order__release", "visit__institution", "arrived_by")


def get_arrival(arrival_id: int, *, user: User) -> OrderArrival:
    """One paper that came from a phone, waiting or settled. Raises NotFound."""
    seen = ReleasedOrder.objects.visible_to(user)
    arrival = (
        OrderArrival.objects.filter(pk=arrival_id, order__in=seen)
        .select_related(
            "order__release__released_by",
            "order__holder",
            "order__notice",
            "visit__institution",
            "arrived_by",
            "settled_by",
        )
        .first()
    )
    if arrival is None:
        raise NotFound(what="这份回传文书")
    return arrival


def left_over(as_of: date) -> ReleasedOrderQuerySet:
    """Numbers still out after their day, for whoever asks the officers to come back."""
    late = ReleasedOrder.objects.left_over(as_of)
    return late.select_related("holder", "release").order_by("release__valid_on", "serial")
