"""From the drafter's desk to a numbered paper: submit, give back, endorse, approve."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from common.clock import localdate
from enforcement.errors import (
    EndorsementNotNeeded,
    OwnDraft,
    OwnVisit,
    ReasonMissing,
)
from enforcement.models import Notice
from enforcement.papers import compose_paper
from enforcement.services._consequences import WITH_A_LIMIT, release_institution
from enforcement.services._locks import locked
from enforcement.services._numbers import next_number
from enforcement.services.printing import queue_print
from enforcement.states import NOTICE, NoticeState
from messaging.services import emit
from messaging.states import EventKind
from signing.seals import is_drawn, seal_of_county


@transaction.atomic
def submit_notice(notice_id: int, *, by: User, at: datetime) -> Notice:
    """Hand a draft to those who decide. What could not be printed is not taken.

    Raises NotAllowed, WrongState and what ``compose_paper`` raises.
    """
    notice = locked(notice_id)
    is_head = notice.is_withdrawal and not by.has(Permission.NOTICE_DRAFT)
    NOTICE.apply(notice, "submit_withdrawal" if is_head else "submit", by=by, at=at)
    compose_paper(notice, issued_on=localdate(at))
    notice.submitted_at, notice.submitted_by = at, by
    notice.return_reason = ""
    notice.save(update_fields=["state", "submitted_at", "submitted_by", "return_reason"])
    return notice


@transaction.atomic
def return_notice(notice_id: int, *, reason: str, by: User, at: datetime) -> Notice:
    """Give a paper back to its drafter with a reason; it is a draft again.

    Raises NotAllowed, WrongState, ReasonMissing.
    """
    notice = locked(notice_id)
    if not reason.strip():
        raise ReasonMissing(action="退回")
    is_endorsed = notice.state == NoticeState.ENDORSED
    action = "return_endorsed" if is_endorsed else "return"
    NOTICE.apply(notice, action, by=by, at=at, reason=reason.strip())
    notice.return_reason = reason.strip()
    notice.submitted_at = notice.submitted_by = None
    notice.endorsed_at = notice.endorsed_by = None
    notice.save(
        update_fields=[
            "state",
            "return_reason",
            "submitted_at",
            "submitted_by",
            "endorsed_at",
            "endorsed_by",
        ]
    )
    return notice


@transaction.atomic
def endorse_notice(notice_id: int, *, by: User, at: datetime) -> Notice:
    """The section head agrees to a stop notice; the bureau head decides next.

    Raises NotAllowed, WrongState, EndorsementNotNeeded, OwnVisit, OwnDraft.
    """
    notice = locked(notice_id)
    require(by, Permission.NOTICE_ENDORSE)
    if not notice.needs_bureau_head:
        raise EndorsementNotNeeded(notice=notice)
    NOTICE.apply(notice, "endorse", by=by, at=at)
    _require_other_hands(notice, by, action="审核")
    compose_paper(notice, issued_on=localdate(at))
    notice.endorsed_at, notice.endorsed_by = at, by
    notice.save(update_fields=["state", "endorsed_at", "endorsed_by"])
    return notice


@transaction.atomic
def approve_notice(notice_id: int, *, by: User, at: datetime, prints: bool = True) -> Notice:
    """Approve one paper: it takes the county's next number, is frozen, and goes to print.

    A rectification notice by the section head, a stop notice by the bureau head after the
    section head, a withdrawal likewise by the form it takes back. One paper at a time: a
    closure is an individual decision. Safe against two clicks: the second finds the notice
    approved and is refused; a rollback takes no number.

    ``prints``: False when the caller prints the paper itself, as a replay does in its own time;
    a worker would put today's date on a print of the past.

    Raises NotAllowed, WrongState, OwnVisit, OwnDraft, NumberPatternWrong and what
    ``compose_paper`` raises; then nothing has changed.
    """
    notice = locked(notice_id)
    action = _approving_action(notice)
    if NOTICE.allows(notice, action):
        require(by, NOTICE.moves[action].permission)
        _require_other_hands(notice, by, action="批准")
        _freeze(notice, by=by, at=at)
    NOTICE.apply(notice, action, by=by, at=at, number=notice.number)
    notice.save()
    emit(EventKind.NOTICE_ISSUED, notice, {"form": notice.form}, at=at)
    if notice.withdraws_id is not None:
        _take_back(notice.withdraws_id, because=notice.number, by=by, at=at)
    if prints:
        queue_print(notice.pk)
    return notice


def _approving_action(notice: Notice) -> str:
    if notice.needs_bureau_head:
        return "approve_stop"
    return "approve_withdrawal" if notice.is_withdrawal else "approve"


def _require_other_hands(notice: Notice, by: User, *, action: str) -> None:
    """Who went, drafted or endorsed does not decide. Raises OwnVisit, OwnDraft."""
    if notice.visit.officers.filter(user=by).exists():
        raise OwnVisit(action=action, notice=notice)
    if by.pk in (notice.drafted_by_id, notice.endorsed_by_id):
        raise OwnDraft(action=action, notice=notice)


def _freeze(notice: Notice, *, by: User, at: datetime) -> None:
    """Number and text, from here on for good."""
    day = localdate(at)
    notice.token = secrets.token_urlsafe(16)
    notice.year = day.year
    notice.serial, number = next_number(notice.form, day)
    notice.payload = compose_paper(notice, issued_on=day, number=number, token=notice.token)
    if is_drawn(day):
        notice.payload["seal"] = seal_of_county(notice.payload["signature"])
    notice.number = number
    notice.approved_at, notice.approved_by = at, by


def _take_back(notice_id: int, *, because: str | None, by: User, at: datetime) -> None:
    """The notice that the approved withdrawal names ends here."""
    old = locked(notice_id)
    NOTICE.apply(old, "withdraw", by=by, at=at, withdrawn_by=because)
    old.withdrawn_at = at
    old.save(update_fields=["state", "withdrawn_at"])
    is_in_force = old.served_on is not None and old.served_on <= localdate(at)
    if old.form in WITH_A_LIMIT and is_in_force:
        release_institution(old, by=by, at=at, because=f"{old.number}已由{because}撤回")
