"""Any other paper of a case: drafted with what the case knows; its approver approves it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from cases.roles import PaperRole
from cases.services import _ending_facts, _papers
from cases.services._locks import locked
from cases.services._steps import require_not_archived
from cases.services.paying import RUNNING
from common.clock import localdate
from common.errors import BadInput, WrongState
from papers.models import OfficialPaper

# Made out with the row that they put into words, by its own verb.
WITH_THEIR_ROW = ("D29", "D30", "D36", "D37", "D38", "D39")
TO_PERFORM = ("D44", "D45")


@transaction.atomic
def draft_case_paper(
    case_id: int, code: str, more: dict[str, Any], *, role: str, by: User, at: datetime
) -> OfficialPaper:
    """Draft a paper of a case on any form that no other verb makes out, such as D12 or D50.

    ``more`` says what the case does not know, or otherwise. ``papers.services.approve_paper``
    approves it, with the right that the form names. Urging and the application to the court are
    about a decision that was served. Raises NotFound, NotAllowed, WrongState, BadInput and what
    drafting a paper raises.
    """
    require(by, Permission.CASE_HANDLE)
    case = locked(case_id)
    require_not_archived(case, "起草文书")
    if code in WITH_THEIR_ROW:
        raise BadInput(sentence="告知和决定文书须从告知或者决定本身起草。")
    if code in TO_PERFORM and case.state not in RUNNING:
        raise WrongState(
            thing=case,
            state=case.get_state_display(),
            action="催告或者申请强制执行",
            wanted="、".join(state.label for state in RUNNING),
        )
    if role not in PaperRole.values:
        raise BadInput(sentence="请选择这份文书在案件中的用途。")
    known = _ending_facts.facts_after(case, code, localdate(at))
    return _papers.draft(case, code, {**known, **more}, role, by=by, at=at)
