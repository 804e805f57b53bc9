"""Putting an officer on a case: looked up, certificate read and frozen as of the day."""

from __future__ import annotations

from datetime import date, datetime

from accounts.models import User
from cases.errors import NotAnOfficer
from cases.models import Case, CaseOfficer, Hearing, LegalReview
from cases.services._steps import note
from cases.states import RecusalState
from common.clock import chinese_date, localdate
from common.errors import NotFound


def put_on(
    case: Case, user_id: int, role: str, *, by: User, at: datetime, on: date | None = None
) -> CaseOfficer:
    """Another officer of a locked case, with a line in the timeline. Raises NotAnOfficer."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotFound(what="这名执法人员")
    day = on or localdate(at)
    if why := _why_not(case, user, day):
        raise NotAnOfficer(person=user, case=case, why=why)
    held = [one for one in user.certificates.all() if one.is_valid_on(day)]
    certificate = held[0]
    officer = CaseOfficer.objects.create(
        case=case,
        user=user,
        role=role,
        certificate=certificate,
        certificate_no=certificate.number,
        certificate_from=certificate.valid_from,
        certificate_until=certificate.valid_until,
        joined_on=day,
        joined_at=at,
        joined_by=by,
    )
    told = f"{user.full_name}（{certificate.number}）{officer.get_role_display()}"
    note(case, "join", text=told, on=day, by=by, at=at)
    return officer


def _why_not(case: Case, user: User, day: date) -> str:
    if user.is_auxiliary:
        return "辅助人员不得从事执法工作"
    if not any(one.is_valid_on(day) for one in user.certificates.all()):
        return f"{chinese_date(day)}没有有效的执法证"
    if CaseOfficer.objects.standing().filter(case=case, user=user).exists():
        return "已经是本案承办人"
    if case.recusals.filter(person=user, state=RecusalState.GRANTED).exists():
        return "已决定回避"
    hearings = Hearing.objects.filter(notice__case=case)
    if (
        LegalReview.objects.filter(case=case, reviewed_by=user).exists()
        or hearings.filter(chair=user).exists()
        or hearings.filter(clerk=user).exists()
    ):
        return "担任过本案的法制审核或者听证工作"
    return ""
