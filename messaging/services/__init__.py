"""The verbs of messaging: told, sent on, read."""

from messaging.services.contacts import choose_hours, forget_contact, set_contact
from messaging.services.endpoints import (
    EndpointData,
    change_endpoint,
    pause_endpoint,
    register_endpoint,
    resume_endpoint,
    retire_endpoint,
    rotate_secret,
    try_endpoint,
)
from messaging.services.outbox import emit
from messaging.services.reading import read_all_messages, read_message
from messaging.services.relay import relay
from messaging.services.replaying import replay, retry_delivery
from messaging.services.sending import fetch_receipts, note_receipt, send_messages
from messaging.services.sweeping import sweep_events
from messaging.services.telling import tell

__all__ = [
    "EndpointData",
    "change_endpoint",
    "choose_hours",
    "emit",
    "fetch_receipts",
    "forget_contact",
    "note_receipt",
    "pause_endpoint",
    "read_all_messages",
    "read_message",
    "register_endpoint",
    "relay",
    "replay",
    "resume_endpoint",
    "retire_endpoint",
    "retry_delivery",
    "rotate_secret",
    "send_messages",
    "set_contact",
    "sweep_events",
    "tell",
    "try_endpoint",
]
