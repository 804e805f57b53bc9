"""Rows of messaging."""

from messaging.models.deliveries import Attempt, Delivery
from messaging.models.endpoints import Endpoint, EndpointSecret
from messaging.models.events import Event
from messaging.models.messages import Contact, Message, MessageSetting, Receipt, Sending

__all__ = [
    "Attempt",
    "Contact",
    "Delivery",
    "Endpoint",
    "EndpointSecret",
    "Event",
    "Message",
    "MessageSetting",
    "Receipt",
    "Sending",
]
