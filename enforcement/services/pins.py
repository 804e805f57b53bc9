"""The PIN beside a link: drawn, and judged with few tries. For whatever room opens such a link."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare
from django.utils.timezone import localtime

from common.errors import Refusal
from enforcement.errors import LinkEnded, PinPaused, PinWrong
from enforcement.models import LinkEnd, PinLink

PIN_DIGITS = 6
TRIES_IN_A_ROW = 5
PAUSE = timedelta(minutes=15)
TRIES_IN_ALL = 15  # of a million: a guess has one chance in 66,000


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """What is shown once and kept nowhere: the last part of the address, and the PIN."""

    token: str
    pin: str


def new_link() -> OpenedLink:
    """An address that nobody guesses, and its PIN."""
    pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
    return OpenedLink(secrets.token_urlsafe(18), pin)


def judge_pin(link: PinLink, given_digest: str, *, at: datetime) -> Refusal | None:
    """Why whoever gave this PIN does not come in; None: it is right.

    The row is written here and must be locked, so that of a hundred tries at once each one counts.
    The caller returns before it raises: the count of a wrong one outlives the refusal.
    """
    if not link.is_open:
        return LinkEnded(why=LinkEnd(link.ended_because).label)
    if link.paused_until is not None and at < link.paused_until:
        return PinPaused(until=f"{localtime(link.paused_until):%H:%M}")
    if constant_time_compare(link.pin_digest, given_digest):
        link.wrong_in_a_row, link.paused_until, link.last_used_at = 0, None, at
        link.save(update_fields=["wrong_in_a_row", "paused_until", "last_used_at"])
        return None
    return _count_wrong(link, at=at)


def _count_wrong(link: PinLink, *, at: datetime) -> Refusal:
    link.wrong_in_a_row += 1
    link.wrong_in_all += 1
    refusal: Refusal = PinWrong(left=TRIES_IN_A_ROW - link.wrong_in_a_row)
    if link.wrong_in_all >= TRIES_IN_ALL:
        link.ended_at, link.ended_because = at, LinkEnd.TRIES
        refusal = LinkEnded(why=LinkEnd.TRIES.label)
    elif link.wrong_in_a_row >= TRIES_IN_A_ROW:
        link.wrong_in_a_row, link.paused_until = 0, at + PAUSE
        refusal = PinPaused(until=f"{localtime(link.paused_until):%H:%M}")
    link.save()
    return refusal
