"""The way in for a receiver without a login: a link that staff open, and a PIN with few tries.

As the party's link to its order (enforcement.services.links), with digests of its own.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import localtime

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import NotFound, Refusal
from enforcement.errors import LinkEnded, PinPaused, PinWrong
from transfers.errors import NotAtTheReceiver
from transfers.models import LinkEnd, Transfer, TransferLink
from transfers.services import _common
from transfers.states import WITH_RECEIVER

PIN_DIGITS = 6
TRIES_IN_A_ROW = 5
PAUSE = timedelta(minutes=15)
TRIES_IN_ALL = 15  # of a million: a guess has one chance in 66,000


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """What is shown once and kept nowhere: the last part of the address, and the PIN."""

    token: str
    pin: str


def token_digest(token: str) -> str:
    """What is kept of a token: whoever reads the database cannot go in by it."""
    return salted_hmac("transfers.link", token, algorithm="sha256").hexdigest()


def _pin_digest(digest: str, pin: str) -> str:
    return salted_hmac("transfers.pin", f"{digest}/{pin}", algorithm="sha256").hexdigest()


@transaction.atomic
def open_transfer_link(transfer_id: int, *, by: User, at: datetime) -> OpenedLink:
    """Open the receiver's way in; an earlier link ends.

    Raises NotAllowed, NotFound, NotAtTheReceiver.
    """
    require(by, Permission.CASE_HANDLE)
    transfer = _common.locked(transfer_id)
    if transfer.state not in WITH_RECEIVER:
        raise NotAtTheReceiver(transfer=transfer, state=transfer.get_state_display())
    _end_open(transfer, LinkEnd.REPLACED, at=at)
    token = secrets.token_urlsafe(18)
    pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
    digest = token_digest(token)
    TransferLink.objects.create(
        transfer=transfer,
        token_digest=digest,
        pin_digest=_pin_digest(digest, pin),
        opened_at=at,
        opened_by=by,
    )
    record("transfer.open_link", transfer, by=by, at=at)
    return OpenedLink(token, pin)


@transaction.atomic
def close_transfer_link(transfer_id: int, *, by: User, at: datetime) -> None:
    """End the receiver's way in. Where none is open nothing changes. Raises NotAllowed, NotFound."""
    require(by, Permission.CASE_HANDLE)
    transfer = _common.locked(transfer_id)
    if _end_open(transfer, LinkEnd.CLOSED, at=at):
        record("transfer.close_link", transfer, by=by, at=at)


def enter_transfer_link(token: str, pin: str, *, at: datetime) -> TransferLink:
    """The link, if the PIN is right. The count of a wrong one outlives the refusal.

    Raises NotFound for an unknown token, LinkEnded, PinPaused, PinWrong.
    """
    link, refusal = _judged(token, pin, at=at)
    if refusal is not None:
        raise refusal
    return link


@transaction.atomic
def _judged(token: str, pin: str, *, at: datetime) -> tuple[TransferLink, Refusal | None]:
    """Under the row's lock, so that of a hundred tries at once each one counts."""
    held = TransferLink.objects.select_for_update(of=("self",)).select_related("transfer")
    link = held.filter(token_digest=token_digest(token)).first()
    if link is None:
        raise NotFound(what="这个链接")
    if not link.is_open:
        return link, LinkEnded(why=LinkEnd(link.ended_because).label)
    if link.paused_until is not None and at < link.paused_until:
        return link, PinPaused(until=f"{localtime(link.paused_until):%H:%M}")
    if constant_time_compare(link.pin_digest, _pin_digest(link.token_digest, pin)):
        link.wrong_in_a_row, link.paused_until, link.last_used_at = 0, None, at
        link.save(update_fields=["wrong_in_a_row", "paused_until", "last_used_at"])
        return link, None
    return link, _count_wrong(link, at=at)


def _count_wrong(link: TransferLink, *, at: datetime) -> Refusal:
    link.wrong_in_a_row += 1
    link.wrong_in_all += 1
    refusal: Refusal = PinWrong(left=TRIES_IN_A_ROW - link.wrong_in_a_row)
    if link.wrong_in_all >= TRIES_IN_ALL:
        link.ended_at, link.ended_because = at, LinkEnd.TRIES
        record("transfer.link_ended_by_tries", link.transfer, by=None, at=at)
        refusal = LinkEnded(why=LinkEnd.TRIES.label)
    elif link.wrong_in_a_row >= TRIES_IN_A_ROW:
        link.wrong_in_a_row, link.paused_until = 0, at + PAUSE
        refusal = PinPaused(until=f"{localtime(link.paused_until):%H:%M}")
    link.save()
    return refusal


def _end_open(transfer: Transfer, because: LinkEnd, *, at: datetime) -> int:
    return transfer.links.filter(ended_at__isnull=True).update(ended_at=at, ended_because=because)
