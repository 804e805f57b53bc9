"""How often one client may call: its own number, counted in the county's cache."""

from __future__ import annotations

from datetime import datetime

from clients.models import Client
from common.limits import count_up_to


def count_call(client: Client, *, at: datetime) -> int:
    """One more call in this minute; how many are left. Raises TooManyRequests."""
    return count_up_to(client.calls_per_minute, "client", str(client.pk), at.timestamp())
