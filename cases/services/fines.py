"""Fines of other departments for the same act: looked for, entered, answered (guard 6)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from cases.errors import CaseWordsMissing, FinedBefore, FinesNotAnswered
from cases.models import Case, OtherFine
from cases.services._locks import locked
from cases.services._steps import note, require_day, require_officer
from cases.services.evidence import require_running
from common.errors import BadInput, NotFound


@transaction.atomic
def record_other_fine(
    case_id: int,
    *,
    department: str,
    decision_no: str,
    decided_on: date,
    amount_fen: int,
    about: str,
    by: User,
    at: datetime,
) -> OtherFine:
    """Enter a fine that another department decided about the party. Twice is one row.

    Raises NotFound, NotYourCase, WrongState, CaseWordsMissing, CaseDayWrong, BadInput.
    """
    case = locked(case_id)
    require_officer(case, by, "登记其他部门罚款")
    require_running(case, "登记其他部门罚款")
    said = (("部门", department), ("决定书文号", decision_no), ("所罚行为", about))
    if missing := [label for label, words in said if not words.strip()]:
        raise CaseWordsMissing(thing="其他部门罚款", missing="、".join(missing))
    if not isinstance(amount_fen, int) or amount_fen <= 0:
        raise BadInput(sentence="罚款金额须大于零，并精确到分。")
    require_day("决定", decided_on, at=at)
    fine, is_new = OtherFine.objects.get_or_create(
        case=case,
        department=department.strip(),
        decision_no=decision_no.strip(),
        defaults={
            "decided_on": decided_on,
            "amount_fen": amount_fen,
            "about": about.strip(),
            "recorded_at": at,
            "recorded_by": by,
        },
    )
    if is_new:
        note(case, "other_fine", text=f"登记{fine}", by=by, at=at)
    return fine


@transaction.atomic
def answer_other_fine(
    fine_id: int, *, is_same_act: bool, answer: str, by: User, at: datetime
) -> OtherFine:
    """Say whether a fine of others was for the same act, and why. Said once.

    Raises NotFound, NotYourCase, CaseWordsMissing, BadInput.
    """
    found = OtherFine.objects.filter(pk=fine_id).values_list("case_id", flat=True).first()
    if found is None:
        raise NotFound(what="这笔罚款")
    case = locked(found)
    require_officer(case, by, "认定是否同一违法行为")
    fine = OtherFine.objects.select_for_update(of=("self",)).get(pk=fine_id)
    if fine.answered_at is not None:
        raise BadInput(sentence=f"{fine}已经认定，不能更改。")
    if not answer.strip():
        raise CaseWordsMissing(thing=str(fine), missing="认定理由")
    fine.is_same_act, fine.answer = is_same_act, answer.strip()
    fine.answered_at, fine.answered_by = at, by
    fine.save()
    told = f"{fine}：{'同一违法行为' if is_same_act else '不是同一违法行为'}"
    note(case, "other_fine_answered", text=told, by=by, at=at)
    return fine


@transaction.atomic
def note_fines_checked(case_id: int, *, how: str, by: User, at: datetime) -> Case:
    """Say that, and how, fines of other departments for the act were looked for.

    Raises NotFound, NotYourCase, WrongState, CaseWordsMissing.
    """
    case = locked(case_id)
    require_officer(case, by, "核对其他部门罚款")
    require_running(case, "核对其他部门罚款")
    if not how.strip():
        raise CaseWordsMissing(thing="其他部门罚款", missing="核对方式和结果")
    case.fines_checked_at, case.fines_checked_by = at, by
    case.fines_checked_how = how.strip()
    note(case, "other_fines_checked", text=f"核对其他部门罚款：{how.strip()}", by=by, at=at)
    return case


def require_finable(case: Case) -> None:
    """One act, one fine (art. 29). Raises FinesNotAnswered, FinedBefore."""
    if case.fines_checked_at is None:
        raise FinesNotAnswered(case=case, why="还没有核对其他部门是否已就同一行为罚款")
    fines = list(case.other_fines.all())
    if waiting := [fine for fine in fines if fine.is_same_act is None]:
        raise FinesNotAnswered(case=case, why=f"{waiting[0]}是否同一违法行为还没有认定")
    if same := [fine for fine in fines if fine.is_same_act]:
        raise FinedBefore(case=case, department=same[0].department, number=same[0].decision_no)
