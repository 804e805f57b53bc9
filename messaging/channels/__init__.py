"""Ways out of the house: one adapter per channel, and which of them this platform has.

The contract that every adapter keeps stands in docs/message-adapters.md.
"""

from __future__ import annotations

from django.conf import settings

from messaging.channels.contract import Adapter, Envelope, Given, NotNow, Refused, Told
from messaging.channels.gateway import Gateway
from messaging.channels.mail import Mail
from messaging.states import Channel

__all__ = [
    "Adapter",
    "Envelope",
    "Given",
    "NotNow",
    "Refused",
    "Told",
    "adapter_for",
    "set_up_channels",
]


def adapter_for(channel: str) -> Adapter | None:
    """The adapter that the settings name for a channel; None when it is not connected."""
    if channel == Channel.MAIL and settings.EMAIL_HOST:
        return Mail()
    if channel == Channel.SMS and settings.YUJIAN_SMS_URL:
        return Gateway(settings.YUJIAN_SMS_URL, settings.YUJIAN_SMS_TOKEN)
    if channel == Channel.CHAT and settings.YUJIAN_CHAT_URL:
        return Gateway(settings.YUJIAN_CHAT_URL, settings.YUJIAN_CHAT_TOKEN)
    return None


def set_up_channels() -> list[str]:
    """The channels outside the house that this platform can use."""
    return [channel for channel in Channel.values if adapter_for(channel) is not None]
