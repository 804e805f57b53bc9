"""The head decides, the letter is numbered, and the transfer goes out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.clock import localdate
from common.errors import BadInput
from transfers.errors import SameHandTransfer
from transfers.models import Transfer
from transfers.services import _common
from transfers.services._letters import issue_letter
from transfers.states import TRANSFER, ClockRole, SendWay


@transaction.atomic
def decide_transfer(
    transfer_id: int, *, words: str = "", by: User, at: datetime, prints: bool = True
) -> Transfer:
    """The head approves: the letter (D24, D25, D26) takes its number in the same moment.

    For a suspected crime the three days (T18) end and the 24 hours begin (T19). Raises
    NotAllowed, NotFound, WrongState, SameHandTransfer and what ``issue_paper`` raises; then
    nothing has changed.
    """
    transfer = _common.locked(transfer_id)
    TRANSFER.apply(transfer, "decide", by=by, at=at)
    _require_other(transfer, by)
    day = localdate(at)
    transfer.decided_at, transfer.decided_by = at, by
    transfer.decide_words = words.strip()
    transfer.paper = issue_letter(transfer, by=by, at=at, on=day, prints=prints)
    transfer.save()
    if transfer.is_police:
        _common.met(transfer, ClockRole.DECIDE, on=day, by=by, at=at)
        _common.start(transfer, ClockRole.SEND, counts_from=at, by=by, at=at)
    return transfer


@transaction.atomic
def refuse_transfer(transfer_id: int, *, reason: str, by: User, at: datetime) -> Transfer:
    """The head decides not to transfer; the reasons stay on file (Order 310 art. 5).

    Raises NotAllowed, NotFound, WrongState, SameHandTransfer, TransferIncomplete.
    """
    transfer = _common.locked(transfer_id)
    TRANSFER.apply(transfer, "refuse", by=by, at=at, reason=reason.strip())
    _require_other(transfer, by)
    _common.require_said("不予移送", 理由=reason)
    transfer.decided_at, transfer.decided_by = at, by
    transfer.decide_words = reason.strip()
    transfer.save()
    _common.met(transfer, ClockRole.DECIDE, on=localdate(at), by=by, at=at)
    _common.cancelled(transfer, reason="不予移送", by=by, at=at)
    return transfer


@transaction.atomic
def withdraw_transfer(transfer_id: int, *, reason: str, by: User, at: datetime) -> Transfer:
    """Take back what was not sent yet; a numbered letter is voided on its own page.

    Raises NotAllowed, NotFound, WrongState, TransferIncomplete.
    """
    transfer = _common.locked(transfer_id)
    TRANSFER.apply(transfer, "withdraw", by=by, at=at, reason=reason.strip())
    _common.require_said("撤回移送", 理由=reason)
    transfer.closed_at, transfer.closed_by = at, by
    transfer.close_words = reason.strip()
    transfer.save()
    _common.cancelled(transfer, reason="撤回移送", by=by, at=at)
    return transfer


@transaction.atomic
def send_transfer(transfer_id: int, *, way: str, by: User, at: datetime) -> Transfer:
    """Hand the letter and its material over; what was given is on record for three years.

    Raises NotAllowed, NotFound, WrongState, BadInput.
    """
    transfer = _common.locked(transfer_id)
    if way not in SendWay.values:
        raise BadInput(sentence="请选择移送的方式。")
    TRANSFER.apply(transfer, "send", by=by, at=at, way=way)
    transfer.sent_at, transfer.sent_by, transfer.sent_way = at, by, way
    transfer.save()
    for role in (ClockRole.WITHIN, ClockRole.SEND):
        _common.met(transfer, role, on=localdate(at), by=by, at=at)
    _common.share(transfer, by=by, at=at)
    return transfer


def _require_other(transfer: Transfer, by: User) -> None:
    if by.pk in (transfer.proposed_by_id, transfer.second_officer_id):
        raise SameHandTransfer(transfer=transfer)
