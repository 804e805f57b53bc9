"""A numbered paper that must not go out is voided: the paper ends, its number stays on record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from enforcement.errors import NotVoidable, ReasonMissing
from enforcement.models import Notice
from enforcement.services._locks import locked
from enforcement.states import NOTICE, NoticeState


@transaction.atomic
def void_notice(notice_id: int, *, reason: str, by: User, at: datetime) -> Notice:
    """End an approved order that was not served: wrong party, or it cannot be printed.

    The number is never given again; the register shows it with person, moment and reason. A
    stop notice is voided by whoever may approve one. What was served is withdrawn by another
    paper instead. Raises NotAllowed, WrongState, NotFound, NotVoidable, ReasonMissing.
    """
    notice = locked(notice_id)
    NOTICE.apply(
        notice,
        "void_stop" if notice.needs_bureau_head else "void",
        by=by,
        at=at,
        number=notice.number,
        reason=reason.strip(),
    )
    if not reason.strip():
        raise ReasonMissing(action="作废")
    if notice.is_withdrawal:
        raise NotVoidable(notice=notice, why="它已使原文书撤回，作废后原文书就没有撤回的依据")
    if (other := notice.withdrawals.exclude(state=NoticeState.DISCARDED).first()) is not None:
        raise NotVoidable(notice=notice, why=f"“{other}”正要撤回它，请先弃用该撤回稿")
    notice.voided_at, notice.voided_by, notice.void_reason = at, by, reason.strip()
    notice.save(update_fields=["state", "voided_at", "voided_by", "void_reason"])
    return notice
