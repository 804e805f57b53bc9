"""A notice wrong after approval is taken back by another that names it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.services import record
from common.clock import localdate
from enforcement.errors import NoticeExists, NotWithdrawable, ReasonMissing
from enforcement.models import Notice
from enforcement.papers import compose_paper
from enforcement.services._locks import locked
from enforcement.services.drafting import require_may_draft
from enforcement.states import RUNNING, UNSERVED, NoticeForm, NoticeState


@transaction.atomic
def draft_withdrawal(notice_id: int, *, reason: str, by: User, at: datetime) -> Notice:
    """Begin the paper that takes back an approved notice; the old one stays until it is approved.

    The withdrawal goes the way of the form it takes back: the section head, and for a stop
    notice the bureau head as well. Raises NotAllowed, NotFound, NotWithdrawable,
    NoticeExists, ReasonMissing, PenaltyInOrder.
    """
    old = locked(notice_id)
    withdrawal = Notice(
        form=NoticeForm.WITHDRAWAL,
        institution=old.institution,
        visit=old.visit,
        campaign_id=old.campaign_id,
        acted_on=old.acted_on,
        withdraws=old,
        withdrawal_reason=reason.strip(),
        drafted_at=at,
        drafted_by=by,
    )
    require_may_draft(withdrawal, by)
    if old.is_withdrawal or old.state not in UNSERVED + RUNNING:
        raise NotWithdrawable(notice=old, state=old.get_state_display())
    if not withdrawal.withdrawal_reason:
        raise ReasonMissing(action="撤回")
    live = old.withdrawals.exclude(state=NoticeState.DISCARDED)
    if (there := live.first()) is not None:
        raise NoticeExists(visit=old, form=NoticeForm.WITHDRAWAL.label, notice=there)
    withdrawal.save()
    compose_paper(withdrawal, issued_on=localdate(at))
    record("notice.draft", withdrawal, by=by, at=at, after=withdrawal.state, withdraws=old.number)
    return withdrawal
