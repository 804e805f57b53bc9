"""Reads of history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from audit import heads, rules
from audit.keys import chain_code
from audit.models import AuditEvent, AuditEventQuerySet, AuditSeal, HistoryCheck
from audit.verification import Verdict, verify

__all__ = [
    "ChainHead",
    "Verdict",
    "head",
    "head_outside",
    "history_checks",
    "history_of",
    "unsealed_count",
    "verify",
]


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The end of the county's chain. ``position`` 0: nothing is sealed yet."""

    position: int
    digest: str  # hex
    sealed_at: datetime | None


def history_of(*things: models.Model) -> AuditEventQuerySet:
    """What happened to these rows, newest first."""
    return AuditEvent.objects.of(*things)


def head() -> ChainHead:
    """Where the chain of the current schema ends."""
    newest = AuditSeal.objects.order_by("-position").first()
    if newest is None:
        return ChainHead(0, rules.genesis(chain_code()).hex(), None)
    return ChainHead(newest.position, bytes(newest.digest).hex(), newest.sealed_at)


def head_outside() -> heads.Head | None:
    """The last head of the current chain that left the database, if it can be read from here."""
    return heads.newest(chain_code())


def unsealed_count() -> int:
    """How many lines wait for the next minute's seal."""
    return AuditEvent.objects.unsealed().count()


def history_checks(count: int = 10) -> list[HistoryCheck]:
    """The latest checks that were asked for, newest first."""
    return list(HistoryCheck.objects.all()[:count])
