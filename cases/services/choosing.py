"""Choosing between the law of the act and a later one, where the catalogue cannot compare them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from cases.errors import CaseWordsMissing
from cases.law_errors import LawInTimeWrong
from cases.models import CaseViolation
from cases.services._law import choices_of
from cases.services._locks import locked
from cases.services._steps import note, require_not_archived, require_officer
from cases.states import LawOf
from common.clock import localdate
from common.errors import BadInput, NotFound


@transaction.atomic
def choose_law(
    case_violation_id: int, *, law: str, reason: str, by: User, at: datetime
) -> CaseViolation:
    """Say which law applies to a violation (art. 37), with the reason that the papers print.

    Only where the catalogue cannot say which one is lighter: what it can compare, nobody chooses.

    Raises NotFound, NotYourCase, WrongState, BadInput, CaseWordsMissing, LawInTimeWrong.
    """
    looked = CaseViolation.objects.filter(pk=case_violation_id).first()
    if looked is None:
        raise NotFound(what="这项违法情形")
    case = locked(looked.case_id)
    require_not_archived(case, "选择适用的规定")
    require_officer(case, by, "选择适用的规定")
    if law not in (LawOf.THEN, LawOf.NOW):
        raise BadInput(sentence="请从行为发生时的规定和作出决定时的规定中选择一种。")
    if not reason.strip():
        raise CaseWordsMissing(thing="适用的规定", missing="选择的理由")
    if case.decisions.made().exists():
        raise LawInTimeWrong(case=case, why="已经作出决定，不能另行选择")
    # Read behind the lock: whoever named the violations anew made other rows of them.
    open_ = {link.pk: (link, held) for link, held in choices_of(case, localdate(at))}
    if looked.pk not in open_:
        why = f"“{looked.violation}”适用哪一规定可以比较得出，不能另行选择"
        raise LawInTimeWrong(case=case, why=why)
    found, held = open_[looked.pk]
    if (held.then if law == LawOf.THEN else held.now) is None:
        raise LawInTimeWrong(case=case, why=f"“{found.violation}”没有{LawOf(law).label}")
    found.chosen, found.chosen_reason = law, reason.strip()
    found.save(update_fields=["chosen", "chosen_reason"])
    told = f"{found.violation.code}适用{LawOf(law).label}：{found.chosen_reason}"
    note(case, "note", text=told, by=by, at=at)
    return found
