"""How every verb takes its paper: locked."""

from __future__ import annotations

from accounts.models import User
from accounts.permissions import Permission as P
from common.errors import NotAllowed, NotFound
from papers.models import OfficialPaper
from papers.states import APPROVER_PERMISSION


def locked(paper_id: int) -> OfficialPaper:
    """The paper, locked until the transaction ends. Raises NotFound."""
    papers = OfficialPaper.objects.select_for_update(of=("self",)).select_related("supersedes")
    paper: OfficialPaper | None = papers.filter(pk=paper_id).first()
    if paper is None:
        raise NotFound(what="这份文书")
    return paper


def require_drafter(by: User, approver: str) -> None:
    """Whoever handles cases drafts, and whoever may approve the form. Raises NotAllowed."""
    if not (by.has(P.CASE_HANDLE) or by.has(APPROVER_PERMISSION[approver])):
        raise NotAllowed(what=P.CASE_HANDLE.label)
    by.require_here()
