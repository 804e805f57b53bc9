"""Any other paper of a case: drafted with what the case knows; its approver approves it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from cases.models import CasePaper
from cases.roles import PaperRole
from cases.services import _papers
from cases.services._locks import locked
from common.errors import BadInput, NotFound
from papers.errors import PaperNotSupersedable
from papers.models import OfficialPaper

# Made out with the row that they put into words, by its own verb.
WITH_THEIR_ROW = ("D29", "D30", "D36", "D37", "D38", "D39")


@transaction.atomic
def draft_case_paper(
    case_id: int, code: str, more: dict[str, Any], *, role: str, by: User, at: datetime
) -> OfficialPaper:
    """Draft a paper of a case on any form that no other verb makes out, such as D12 or D50.

    ``more`` says what the case does not know. ``papers.services.approve_paper`` approves it,
    with the right that the form names. Raises NotFound, NotAllowed, BadInput and what drafting
    a paper raises.
    """
    require(by, Permission.CASE_HANDLE)
    case = locked(case_id)
    if code in WITH_THEIR_ROW:
        raise BadInput(sentence="告知和决定文书须从告知或者决定本身起草。")
    if role not in PaperRole.values:
        raise BadInput(sentence="请选择这份文书在案件中的用途。")
    return _papers.draft(case, code, more, role, by=by, at=at)


@transaction.atomic
def replace_case_paper(paper_id: int, *, because: str, by: User, at: datetime) -> OfficialPaper:
    """Begin a paper that takes the place of one of a case, in the same case and as the same.

    What puts a notice or a decision into words is not replaced alone: the row would say
    something else. Raises NotFound, PaperNotSupersedable and what drafting a paper raises.
    """
    links = CasePaper.objects.filter(paper_id=paper_id, case__isnull=False)
    link = links.select_related("paper").first()
    if link is None or link.case_id is None:
        raise NotFound(what="这份案件文书")
    case, old = locked(link.case_id), link.paper
    if old.code in WITH_THEIR_ROW:
        why = "它写的是告知或者决定本身，有误的须重新告知或者另行决定"
        raise PaperNotSupersedable(paper=old, why=why)
    facts = {**old.facts, "replaces_because": because}
    return _papers.draft(case, old.code, facts, link.role, by=by, at=at, supersedes=old)
