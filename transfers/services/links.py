"""The way in for a receiver without a login: a link that staff open, and a PIN with few tries.

The PIN is judged as that of a party's link to its order, with digests of our own.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import NotFound, Refusal
from enforcement.models import LinkEnd
from enforcement.services import OpenedLink, judge_pin, new_link
from transfers.errors import NotAtTheReceiver
from transfers.models import Transfer, TransferLink
from transfers.services import _common
from transfers.states import WITH_RECEIVER


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
    opened = new_link()
    digest = token_digest(opened.token)
    TransferLink.objects.create(
        transfer=transfer,
        token_digest=digest,
        pin_digest=_pin_digest(digest, opened.pin),
        opened_at=at,
        opened_by=by,
    )
    record("transfer.open_link", transfer, by=by, at=at)
    return opened


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
    was_open = link.is_open
    refusal = judge_pin(link, _pin_digest(link.token_digest, pin), at=at)
    if was_open and not link.is_open:
        record("transfer.link_ended_by_tries", link.transfer, by=None, at=at)
    return link, refusal


def _end_open(transfer: Transfer, because: LinkEnd, *, at: datetime) -> int:
    return transfer.links.filter(ended_at__isnull=True).update(ended_at=at, ended_because=because)
