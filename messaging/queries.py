"""Reads for others."""

from __future__ import annotations

from django.db.models import Count, Q

from accounts.models import User
from messaging.channels import set_up_channels as set_up_channels
from messaging.models import Contact, Delivery, Endpoint, Message, MessageSetting
from messaging.models.deliveries import LogQuerySet
from messaging.models.endpoints import EndpointQuerySet
from messaging.models.messages import MessageQuerySet
from messaging.states import DeliveryState


def endpoints_for(user: User) -> EndpointQuerySet:
    """Endpoints that this person may see, each with how much waits and what was set aside."""
    waiting = Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING))
    aside = Count("deliveries", filter=Q(deliveries__state=DeliveryState.SET_ASIDE))
    found: EndpointQuerySet = (
        Endpoint.objects.visible_to(user)
        .select_related("department")
        .annotate(waiting=waiting, aside=aside)
    )
    return found


def deliveries_for(user: User) -> LogQuerySet:
    """The log, newest first: the same for the county and for the department that listens."""
    found: LogQuerySet = (
        Delivery.objects.visible_to(user)
        .select_related("event", "endpoint")
        .prefetch_related("tries")
    )
    return found


def messages_for(user: User) -> MessageQuerySet:
    """This person's own messages with their receipts, newest first."""
    found: MessageQuerySet = Message.objects.visible_to(user)
    return found


def unread_messages(user: User) -> int:
    return Message.objects.visible_to(user).unread().count()


def contacts_of(user: User) -> dict[str, Contact]:
    """Channel -> where this person is reached by it."""
    return {row.channel: row for row in Contact.objects.filter(user=user)}


def hours_of(user: User) -> MessageSetting | None:
    return MessageSetting.objects.filter(user=user).first()
