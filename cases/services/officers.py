"""Who handles a case: joining, leaving, exchange, recusal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from cases.errors import CaseWordsMissing, NotAnOfficer, RecusalOpen
from cases.models import Case, CaseOfficer, CaseRecusal
from cases.services._locks import locked
from cases.services._officers import put_on
from cases.services._steps import note
from cases.states import RECUSAL, OfficerRole, RecusalState
from common.clock import localdate
from common.errors import BadInput, NotFound


@transaction.atomic
def assign_officer(case_id: int, user_id: int, role: str, *, by: User, at: datetime) -> CaseOfficer:
    """Put one more officer on a case. Section head's work. Raises NotAllowed, NotAnOfficer."""
    require(by, Permission.CASE_ENDORSE)
    if role not in OfficerRole.values:
        raise BadInput(sentence="承办人须为主办或者协办。")
    case = locked(case_id)
    _make_room(case, role)
    return put_on(case, user_id, role, by=by, at=at)


@transaction.atomic
def exchange_officer(
    officer_id: int, user_id: int, *, reason: str, by: User, at: datetime
) -> CaseOfficer:
    """One officer leaves, another takes the same place on the same day.

    Also for a renewed certificate: the same person leaves and joins with the new one.
    Raises NotAllowed, NotFound, NotAnOfficer, CaseWordsMissing.
    """
    require(by, Permission.CASE_ENDORSE)
    found = CaseOfficer.objects.filter(pk=officer_id).values_list("case_id", flat=True).first()
    if found is None:
        raise NotFound(what="这名承办人")
    case = locked(found)
    officer = CaseOfficer.objects.select_related("user").get(pk=officer_id)
    take_off(case, officer, reason=reason, by=by, at=at)
    return put_on(case, user_id, officer.role, by=by, at=at)


@transaction.atomic
def ask_recusal(
    case_id: int,
    user_id: int,
    *,
    reason: str,
    by: User,
    at: datetime,
    is_own_wish: bool = False,
) -> CaseRecusal:
    """Enter that somebody should keep out of a case; the investigation goes on meanwhile.

    The party asks through a clerk or an officer, or the officer asks for himself. Art. 43.
    Raises NotAllowed, NotFound, CaseWordsMissing, RecusalOpen.
    """
    require(by, Permission.CASE_HANDLE)
    case = locked(case_id)
    person = User.objects.filter(pk=user_id).first()
    if person is None:
        raise NotFound(what="这名人员")
    if not reason.strip():
        raise CaseWordsMissing(thing="回避申请", missing="理由")
    if case.recusals.filter(person=person, state=RecusalState.ASKED).exists():
        raise RecusalOpen(person=person, why="已经申请，正待决定")
    recusal = CaseRecusal.objects.create(
        case=case,
        person=person,
        reason=reason.strip(),
        is_own_wish=is_own_wish,
        asked_at=at,
        asked_by=by,
    )
    whose = "自行申请" if is_own_wish else "被申请"
    note(case, "recuse", text=f"{person.full_name}{whose}回避", by=by, at=at)
    return recusal


@transaction.atomic
def decide_recusal(
    recusal_id: int,
    *,
    grants: bool,
    reason: str,
    by: User,
    at: datetime,
    successor_id: int | None = None,
) -> CaseRecusal:
    """The head decides on a recusal (D50); who is recused leaves, ``successor_id`` takes over.

    Raises NotAllowed, NotFound, WrongState, CaseWordsMissing, NotAnOfficer.
    """
    found = CaseRecusal.objects.filter(pk=recusal_id).values_list("case_id", flat=True).first()
    if found is None:
        raise NotFound(what="这项回避")
    case = locked(found)
    recusal = CaseRecusal.objects.select_for_update(of=("self",)).get(pk=recusal_id)
    RECUSAL.apply(recusal, "grant" if grants else "refuse", by=by, at=at)
    if recusal.person_id == by.pk:
        raise NotAnOfficer(person=by, case=case, why="不能决定自己的回避")
    if not reason.strip():
        raise CaseWordsMissing(thing="回避决定", missing="理由")
    recusal.decided_at, recusal.decided_by = at, by
    recusal.decision_reason = reason.strip()
    if grants:
        _leave(case, recusal, successor_id, by=by, at=at)
    recusal.save()
    told = f"{recusal.person.full_name}：{recusal.get_state_display()}"
    note(case, "recuse_decided", text=told, by=by, at=at)
    return recusal


def take_off(case: Case, officer: CaseOfficer, *, reason: str, by: User, at: datetime) -> None:
    """An officer of a locked case leaves it today. Raises CaseWordsMissing, NotAnOfficer."""
    if not reason.strip():
        raise CaseWordsMissing(thing="更换承办人", missing="理由")
    if officer.left_on is not None:
        raise NotAnOfficer(person=officer.user, case=case, why="已经退出本案")
    officer.left_on, officer.left_reason = localdate(at), reason.strip()[:200]
    officer.save(update_fields=["left_on", "left_reason"])
    note(case, "leave", text=f"{officer}退出：{officer.left_reason}", by=by, at=at)


def _leave(
    case: Case, recusal: CaseRecusal, successor_id: int | None, *, by: User, at: datetime
) -> None:
    officer = case.officers.standing().filter(user=recusal.person_id).first()
    if officer is not None:
        take_off(case, officer, reason="回避", by=by, at=at)
        if successor_id is not None:
            put_on(case, successor_id, officer.role, by=by, at=at)


def _make_room(case: Case, role: str) -> None:
    taken = case.officers.standing().filter(role=OfficerRole.LEAD).exists()
    if role == OfficerRole.LEAD and taken:
        raise BadInput(sentence=f"{case}已经有主办人；更换主办人请办理交接。")
