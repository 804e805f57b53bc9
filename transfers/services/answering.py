"""The receiver's own words: entered by staff, by a colleague there, or through link and PIN."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from common.clock import localdate
from documents.models import StoredFile
from transfers.models import Transfer
from transfers.services import _common
from transfers.states import TRANSFER, ClockRole


@transaction.atomic
def receive_transfer(
    transfer_id: int,
    *,
    signer: str,
    on: date,
    receipt: StoredFile | None = None,
    by: User | None,
    at: datetime,
) -> Transfer:
    """The receipt: who signed, on which day. The police then have three days (T20).

    ``by`` None: through the link. Raises NotFound, NotTheReceiver, WrongState,
    TransferIncomplete, TransferDayWrong.
    """
    transfer = _held(transfer_id, by)
    TRANSFER.apply(transfer, "receive", by=by, at=at, signer=signer.strip())
    _common.require_said("回执", 签收人=signer)
    _require_after_sending(transfer, on, at)
    transfer.received_on, transfer.receipt_signer = on, signer.strip()[:60]
    transfer.receipt_file = receipt
    _keep(transfer, by, at)
    if transfer.is_police:
        _common.start(transfer, ClockRole.FILE, counts_from=on, by=by, at=at)
    return transfer


@transaction.atomic
def accept_transfer(
    transfer_id: int, *, number: str = "", on: date, by: User | None, at: datetime
) -> Transfer:
    """Taken up; the police file the case, and property goes over within three days (T22).

    Raises NotFound, NotTheReceiver, WrongState, TransferDayWrong.
    """
    transfer = _held(transfer_id, by)
    TRANSFER.apply(transfer, "accept", by=by, at=at, number=number.strip())
    _common.require_day(on, at, after=transfer.received_on, what="签收日期")
    transfer.answered_on, transfer.number_of_theirs = on, number.strip()[:80]
    transfer.return_reason = ""
    _keep(transfer, by, at)
    for role in (ClockRole.FILE, ClockRole.ANSWER):
        _common.met(transfer, role, on=on, by=by, at=at)
    if transfer.is_police:
        _common.start(transfer, ClockRole.PROPERTY, counts_from=on, by=by, at=at)
    return transfer


@transaction.atomic
def return_transfer(
    transfer_id: int, *, reason: str, on: date, by: User | None, at: datetime
) -> Transfer:
    """Not taken up, with the reason. Of the police: not filed, and three days to object (T21).

    Raises NotFound, NotTheReceiver, WrongState, TransferIncomplete, TransferDayWrong.
    """
    transfer = _held(transfer_id, by)
    TRANSFER.apply(transfer, "give_back", by=by, at=at, reason=reason.strip())
    _common.require_said("不予受理（不立案）", 理由=reason)
    _require_after_sending(transfer, on, at)
    transfer.answered_on, transfer.return_reason = on, reason.strip()
    _keep(transfer, by, at)
    _common.met(transfer, ClockRole.FILE, on=on, by=by, at=at)
    if transfer.is_police:
        _common.start(transfer, ClockRole.RECONSIDER, counts_from=on, by=by, at=at)
    return transfer


@transaction.atomic
def uphold_return(
    transfer_id: int, *, reason: str, on: date, by: User | None, at: datetime
) -> Transfer:
    """The police stay with their word; asking the procuratorate is the next way (art. 9).

    Raises NotFound, NotTheReceiver, WrongState, TransferIncomplete, TransferDayWrong.
    """
    transfer = _held(transfer_id, by)
    TRANSFER.apply(transfer, "uphold", by=by, at=at, reason=reason.strip())
    _common.require_said("复议决定", 理由=reason)
    _common.require_day(on, at, after=transfer.answered_on, what="不立案的日期")
    transfer.answered_on, transfer.return_reason = on, reason.strip()
    _keep(transfer, by, at)
    _common.met(transfer, ClockRole.ANSWER, on=on, by=by, at=at)
    return transfer


@transaction.atomic
def report_result(
    transfer_id: int, *, result: str, on: date, by: User | None, at: datetime
) -> Transfer:
    """What came of it. Raises NotFound, NotTheReceiver, WrongState, TransferIncomplete …"""
    return _result(transfer_id, "report", result, on=on, by=by, at=at)


@transaction.atomic
def hand_transfer_back(
    transfer_id: int, *, result: str, on: date, by: User | None, at: datetime
) -> Transfer:
    """Back to us: no crime, but an administrative liability that we must deal with.

    Source: Penalty Law art. 27, Order 310 [source: S1, S9]. Raises as ``report_result``.
    """
    return _result(transfer_id, "hand_back", result, on=on, by=by, at=at)


def _result(
    transfer_id: int, action: str, result: str, *, on: date, by: User | None, at: datetime
) -> Transfer:
    transfer = _held(transfer_id, by)
    TRANSFER.apply(transfer, action, by=by, at=at)
    _common.require_said("处理结果", 内容=result)
    _common.require_day(on, at, after=transfer.answered_on, what="受理日期")
    transfer.result, transfer.result_on = result.strip(), on
    _keep(transfer, by, at)
    return transfer


def _held(transfer_id: int, by: User | None) -> Transfer:
    transfer = _common.locked(transfer_id)
    _common.way_of(transfer, by)
    return transfer


def _require_after_sending(transfer: Transfer, on: date, at: datetime) -> None:
    assert transfer.sent_at is not None
    _common.require_day(on, at, after=localdate(transfer.sent_at), what="移送日期")


def _keep(transfer: Transfer, by: User | None, at: datetime) -> None:
    """The receiver's word, by which way it came, and that there is one."""
    transfer.answer_way = _common.way_of(transfer, by)
    transfer.save()
    _common.tell_proposer(transfer, at=at)
