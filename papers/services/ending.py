"""A paper that must not go out is voided: it ends, its number stays on record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from papers.errors import PaperNotSupersedable, PaperReasonMissing
from papers.models import OfficialPaper
from papers.services._locks import locked
from papers.states import PAPER, PaperState


@transaction.atomic
def void_paper(paper_id: int, *, reason: str, by: User, at: datetime) -> OfficialPaper:
    """End an approved paper that never left the house; its number is never given again.

    A paper that took another's place is not voided: the other would stand ended by nothing.
    What was served is put right by a new paper; the room that served it asks before it calls.

    Raises NotAllowed, NotFound, WrongState, PaperReasonMissing, PaperNotSupersedable.
    """
    paper = locked(paper_id)
    reason = reason.strip()
    PAPER.apply(paper, f"void_{paper.approver}", by=by, at=at, number=paper.number, reason=reason)
    if not reason:
        raise PaperReasonMissing(action="作废")
    if paper.supersedes_id is not None:
        raise PaperNotSupersedable(paper=paper, why="它已替代原文书，有误的请再制一份替代它")
    ended = (PaperState.DISCARDED, PaperState.VOIDED)
    if (other := paper.superseding.exclude(state__in=ended).first()) is not None:
        raise PaperNotSupersedable(paper=paper, why=f"{other}正要替代它，请先弃用该草稿")
    paper.voided_at, paper.voided_by, paper.void_reason = at, by, reason
    paper.save(update_fields=["state", "voided_at", "voided_by", "void_reason"])
    return paper
