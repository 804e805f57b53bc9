"""What an adapter is given and what it answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from messaging.states import ReceiptKind


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message for one address. ``key``: the same at every try, so a gateway sends it once."""

    key: str
    to: str
    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Given:
    """The channel took it. ``ref``: its own number, by which receipts name it; may be empty."""

    ref: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One receipt, as the channel tells it."""

    ref: str
    kind: ReceiptKind
    at: datetime
    said: str = ""


class NotNow(Exception):
    """The channel is away or busy: try again later."""


class Refused(Exception):
    """The channel will never take this one; the words say why."""


class Adapter(Protocol):
    """One way out."""

    def send(self, envelope: Envelope) -> Given:
        """Hand it over once. Raises NotNow, Refused."""
        ...

    def receipts(self, cursor: str) -> tuple[Iterable[Told], str]:
        """What happened since the cursor, and the next cursor. Raises NotNow."""
        ...
