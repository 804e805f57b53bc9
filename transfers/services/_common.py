"""What the verbs of a transfer share: the lock, the clocks, whose word it is."""

from __future__ import annotations

from datetime import date, datetime

from accounts.models import User
from accounts.permissions import Permission
from assignments.services import record_sharing
from assignments.states import SharingPurpose
from common.clock import chinese_date, localdate
from common.errors import NotFound
from deadlines.models import Deadline
from deadlines.services import cancel_deadline, meet_deadline, start_deadline
from messaging.services import emit
from messaging.states import EventKind
from transfers.errors import NotTheReceiver, TransferDayWrong, TransferIncomplete
from transfers.models import Transfer, TransferDeadline
from transfers.states import AnswerWay, ClockRole

KEYS = {
    ClockRole.WITHIN: "transfer.within",
    ClockRole.DECIDE: "deadline.t18",
    ClockRole.SEND: "deadline.t19",
    ClockRole.FILE: "deadline.t20",
    ClockRole.RECONSIDER: "deadline.t21",
    ClockRole.ANSWER: "deadline.police_reconsideration",
    ClockRole.PROPERTY: "deadline.t22",
}


def locked(transfer_id: int) -> Transfer:
    """Raises NotFound."""
    held = Transfer.objects.select_for_update(of=("self",), no_key=True)
    found: Transfer | None = (
        held.select_related("institution", "receiver", "proposed_by", "second_officer")
        .filter(pk=transfer_id)
        .first()
    )
    if found is None:
        raise NotFound(what="这项移送")
    return found


def require_said(thing: str, **said: str) -> None:
    """Raises TransferIncomplete, naming everything that is empty. Keys are the labels."""
    if missing := [label for label, text in said.items() if not text.strip()]:
        raise TransferIncomplete(thing=thing, missing="、".join(missing))


def require_day(day: date, at: datetime, *, after: date | None, what: str) -> None:
    """A day of the receiver's: not in the future, not before what it follows."""
    if day > localdate(at):
        raise TransferDayWrong(day=chinese_date(day), why="不能晚于今天")
    if after is not None and day < after:
        raise TransferDayWrong(
            day=chinese_date(day), why=f"不能早于{what}（{chinese_date(after)}）"
        )


def way_of(transfer: Transfer, by: User | None) -> AnswerWay:
    """By which way the receiver's word comes; ``by`` None: through the link, PIN shown.

    Raises NotTheReceiver.
    """
    if by is None:
        return AnswerWay.LINK
    by.require_here()
    if by.has(Permission.CASE_HANDLE):
        return AnswerWay.STAFF
    is_theirs = transfer.receiver_id is not None and by.department_id == transfer.receiver_id
    if is_theirs and by.has(Permission.ASSIGNMENT_ANSWER):
        return AnswerWay.LOGIN
    raise NotTheReceiver(transfer=transfer, receiver=transfer.receiver_name)


def tell_receiver(kind: EventKind, transfer: Transfer, *, at: datetime) -> None:
    """To the programs and people of the receiver; a body without a department here has none."""
    emit(kind, transfer, {"state": transfer.state}, at=at, only_for=[transfer.receiver_id])


def tell_proposer(transfer: Transfer, *, at: datetime) -> None:
    """The receiver said something: to the department that proposed it."""
    ours = [transfer.proposed_by.department_id]
    said = {"state": transfer.state}
    emit(EventKind.TRANSFER_ANSWERED, transfer, said, at=at, only_for=ours)


def start(
    transfer: Transfer,
    role: ClockRole,
    *,
    counts_from: date | datetime,
    by: User | None,
    at: datetime,
) -> Deadline:
    """A deadline of a transfer, owned by who proposed it."""
    deadline = start_deadline(
        KEYS[role],
        counts_from=counts_from,
        about=str(transfer),
        by=by,
        at=at,
        owner=transfer.proposed_by,
    )
    TransferDeadline.objects.create(transfer=transfer, deadline=deadline, role=role)
    return deadline


def met(transfer: Transfer, role: ClockRole, *, on: date, by: User | None, at: datetime) -> None:
    """The open deadlines of that role were met on a day, in time or late."""
    for deadline in _open(transfer, role):
        meet_deadline(deadline.pk, on=max(on, deadline.counts_from_on), by=by, at=at)


def cancelled(
    transfer: Transfer, *, reason: str, by: User | None, at: datetime, role: ClockRole | None = None
) -> None:
    for deadline in _open(transfer, role):
        cancel_deadline(deadline.pk, reason=reason, by=by, at=at)


def share(transfer: Transfer, *, by: User, at: datetime) -> None:
    """What the receiver was given with the letter is on record."""
    names = transfer.files.order_by("no").values_list("name", flat=True)
    record_sharing(
        receiver=transfer.receiver,
        receiver_name=transfer.receiver_name,
        purpose=SharingPurpose.TRANSFER,
        about=str(transfer),
        fields=["当事人基本情况", "案情摘要", *names],
        basis=transfer.law_text,
        by=by,
        at=at,
    )
    tell_receiver(EventKind.TRANSFER_SENT, transfer, at=at)


def running(transfer: Transfer, role: ClockRole) -> Deadline | None:
    return next(iter(_open(transfer, role)), None)


def _open(transfer: Transfer, role: ClockRole | None) -> list[Deadline]:
    links = TransferDeadline.objects.filter(transfer=transfer)
    if role is not None:
        links = links.filter(role=role)
    return list(Deadline.objects.open().filter(pk__in=links.values("deadline_id")).order_by("pk"))
