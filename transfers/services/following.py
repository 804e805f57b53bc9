"""What the bureau does with an answer: objects, hands over property, closes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date, localdate
from common.errors import WrongState
from messaging.states import EventKind
from transfers.errors import ObjectionTooLate
from transfers.models import Transfer
from transfers.services import _common
from transfers.states import TRANSFER, ClockRole, TransferState


@transaction.atomic
def object_to_return(transfer_id: int, *, grounds: str, by: User, at: datetime) -> Transfer:
    """Ask the police to reconsider, within three days of their notice (T21, Order 310 art. 9).

    Once: who stays with its word is not asked again. Raises NotAllowed, NotFound, WrongState,
    TransferIncomplete, ObjectionTooLate.
    """
    transfer = _common.locked(transfer_id)
    TRANSFER.apply(transfer, "object", by=by, at=at, grounds=grounds.strip())
    _common.require_said("提请复议", 理由=grounds)
    if not transfer.is_police:
        raise ObjectionTooLate(why="只有公安机关不予立案的才能提请复议")
    deadline = _common.running(transfer, ClockRole.RECONSIDER)
    if deadline is None:
        raise ObjectionTooLate(why="公安机关已经作出复议决定")
    day = localdate(at)
    if day > deadline.due_on:
        raise ObjectionTooLate(why=f"提请复议的期限已于{chinese_date(deadline.due_on)}届满")
    transfer.save(update_fields=["state"])
    _common.tell_receiver(EventKind.TRANSFER_CONTESTED, transfer, at=at)
    _common.met(transfer, ClockRole.RECONSIDER, on=day, by=by, at=at)
    _common.start(transfer, ClockRole.ANSWER, counts_from=day, by=by, at=at)
    return transfer


@transaction.atomic
def hand_over_property(transfer_id: int, *, words: str, by: User, at: datetime) -> Transfer:
    """Property and other material went over, or there was none (T22, Order 310 art. 12).

    Raises NotAllowed, NotFound, WrongState, TransferIncomplete.
    """
    require(by, Permission.CASE_HANDLE)
    transfer = _common.locked(transfer_id)
    if _common.running(transfer, ClockRole.PROPERTY) is None:
        wanted, state = TransferState.ACCEPTED.label, transfer.get_state_display()
        raise WrongState(thing=transfer, state=state, action="移交涉案物品", wanted=wanted)
    _common.require_said("移交涉案物品", 移交情况=words)
    transfer.property_words = words.strip()
    transfer.save(update_fields=["property_words"])
    _common.met(transfer, ClockRole.PROPERTY, on=localdate(at), by=by, at=at)
    record("transfer.property", transfer, by=by, at=at, note=words.strip())
    return transfer


@transaction.atomic
def close_transfer(transfer_id: int, *, words: str, by: User, at: datetime) -> Transfer:
    """The answer was taken note of, in words: what the bureau does with it.

    Raises NotAllowed, NotFound, WrongState, TransferIncomplete.
    """
    transfer = _common.locked(transfer_id)
    TRANSFER.apply(transfer, "close", by=by, at=at)
    _common.require_said("办结", 后续处理=words)
    transfer.closed_at, transfer.closed_by = at, by
    transfer.close_words = words.strip()
    transfer.save()
    _common.cancelled(transfer, reason="移送办结", by=by, at=at)
    _common.tell_receiver(EventKind.TRANSFER_CLOSED, transfer, at=at)
    return transfer
