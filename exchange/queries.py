"""Reads of what was exchanged."""

from __future__ import annotations

from accounts.models import User
from exchange.models import RegistryEvent, RegistryEventQuerySet


def events_for(user: User) -> RegistryEventQuerySet:
    """The events that a person or a system may see, with what a list prints."""
    return RegistryEvent.objects.visible_to(user).select_related("institution", "handled_by")
