"""From a finding in one step to a recorded clue or a proposed transfer; taken back with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import BadInput, NotFound
from enforcement.errors import FindingDropped, OutcomeExists, ReasonMissing, VisitNotConfirmed
from enforcement.models import Clue, TransferProposal
from enforcement.states import OUTCOME, OutcomeState
from inspections.models import Finding, Visit
from inspections.states import FindingVerdict, VisitState

_TEXT_MOST, _RECEIVER_MOST = 4000, 100


@transaction.atomic
def record_clue(finding_id: int, *, text: str = "", by: User, at: datetime) -> Clue:
    """Register a clue from a confirmed finding; by default in the words of the finding.

    Whether a case is filed is decided by later work. Raises NotAllowed, NotFound,
    VisitNotConfirmed, FindingDropped, OutcomeExists, BadInput.
    """
    require(by, Permission.NOTICE_DRAFT)
    finding = _standing_finding(finding_id, action="登记线索")
    if (there := finding.clues.standing().first()) is not None:
        raise OutcomeExists(finding=finding, what=f"登记为{there}")
    clue = Clue.objects.create(
        finding=finding, text=_told(text, finding), recorded_at=at, recorded_by=by
    )
    record("clue.record", clue, by=by, at=at, after=clue.state, finding=finding.pk)
    return clue


@transaction.atomic
def propose_transfer(
    finding_id: int, *, receiver: str, grounds: str, text: str = "", by: User, at: datetime
) -> TransferProposal:
    """Propose that a confirmed finding be transferred to the body whose case it is.

    The transfer itself (approval, letter, receipt) is later work. Raises NotAllowed, NotFound,
    VisitNotConfirmed, FindingDropped, OutcomeExists, ReasonMissing, BadInput.
    """
    require(by, Permission.NOTICE_DRAFT)
    finding = _standing_finding(finding_id, action="拟移送")
    receiver, grounds = receiver.strip(), grounds.strip()
    if not receiver or len(receiver) > _RECEIVER_MOST:
        raise BadInput(sentence=f"请写明接收机关，不超过{_RECEIVER_MOST}字。")
    if not grounds:
        raise ReasonMissing(action="移送")
    if finding.transfer_proposals.standing().filter(receiver=receiver).exists():
        raise OutcomeExists(finding=finding, what=f"拟移送{receiver}")
    proposal = TransferProposal.objects.create(
        finding=finding,
        receiver=receiver,
        grounds=grounds[:_TEXT_MOST],
        text=_told(text, finding),
        recorded_at=at,
        recorded_by=by,
    )
    record(
        "transfer_proposal.record",
        proposal,
        by=by,
        at=at,
        after=proposal.state,
        finding=finding.pk,
        receiver=receiver,
    )
    return proposal


@transaction.atomic
def withdraw_clue(clue_id: int, *, reason: str, by: User, at: datetime) -> Clue:
    """Take back a clue that was registered by mistake; it stays on record.

    Raises NotAllowed, NotFound, WrongState, ReasonMissing.
    """
    clue = Clue.objects.select_for_update().filter(pk=clue_id).first()
    if clue is None:
        raise NotFound(what="这条线索")
    _withdraw(clue, "clue", reason, by=by, at=at)
    return clue


@transaction.atomic
def withdraw_proposal(proposal_id: int, *, reason: str, by: User, at: datetime) -> TransferProposal:
    """Take back a proposed transfer; it stays on record.

    Raises NotAllowed, NotFound, WrongState, ReasonMissing.
    """
    proposal = TransferProposal.objects.select_for_update().filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound(what="这项拟移送")
    _withdraw(proposal, "transfer_proposal", reason, by=by, at=at)
    return proposal


def _withdraw(
    row: Clue | TransferProposal, kind: str, reason: str, *, by: User, at: datetime
) -> None:
    OUTCOME[kind].apply(row, "withdraw", by=by, at=at, reason=reason.strip())
    if not reason.strip():
        raise ReasonMissing(action="撤回")
    row.withdrawn_at, row.withdrawn_by = at, by
    row.withdraw_reason = reason.strip()[:200]
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdraw_reason"])
    assert row.state == OutcomeState.WITHDRAWN


def _standing_finding(finding_id: int, *, action: str) -> Finding:
    """The finding of a confirmed visit that was not dropped; the visit is held."""
    where = Finding.objects.filter(pk=finding_id).values("visit_id")
    visit = (
        Visit.objects.select_for_update(of=("self",), no_key=True)
        .select_related("institution")
        .filter(pk__in=where)
        .first()
    )
    if visit is None:
        raise NotFound(what="这个问题")
    if visit.state != VisitState.CONFIRMED:
        raise VisitNotConfirmed(visit=visit, state=visit.get_state_display(), action=action)
    finding = Finding.objects.select_related("review").get(pk=finding_id)
    review = getattr(finding, "review", None)
    if review is not None and review.verdict == FindingVerdict.DROPPED:
        raise FindingDropped(finding=finding, reason=review.reason)
    return finding


def _told(text: str, finding: Finding) -> str:
    told = text.strip() or finding.text
    if len(told) > _TEXT_MOST:
        raise BadInput(sentence=f"内容不能超过{_TEXT_MOST}字，请缩短后再提交。")
    return told
