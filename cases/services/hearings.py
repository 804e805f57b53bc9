"""The hearing (听证): asked for in time, called seven working days before, held or ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from cases.errors import CaseWordsMissing, HearingNotPossible
from cases.models import Case, Hearing
from cases.models.notices import MOST_AGENTS
from cases.roles import DeadlineRole
from cases.services import _clocks, _internal
from cases.services._locks import locked_hearing, locked_notice
from cases.services._steps import note, require_day, require_officer, require_stranger
from cases.services.evidence import require_running
from cases.states import HEARING, HearingEnd, NoticeState, RecusalState
from common.clock import chinese_date
from common.errors import BadInput, NotFound
from policies.queries import calendar, parameter

_CALL_WITHIN = "deadline.t08"


@transaction.atomic
def request_hearing(
    notice_id: int, *, requested_on: date, requested_by: str, by: User, at: datetime
) -> Hearing:
    """Enter the party's request for a hearing, made within its period (T07).

    Raises NotFound, NotYourCase, WrongState, HearingNotPossible, CaseWordsMissing, CaseDayWrong.
    """
    case, notice = locked_notice(notice_id)
    require_officer(case, by, "登记听证申请")
    require_running(case, "登记听证申请")
    if not requested_by.strip():
        raise CaseWordsMissing(thing="听证申请", missing="申请人")
    if notice.state != NoticeState.SERVED or not notice.hearing_offered:
        raise HearingNotPossible(case=case, why="本案没有告知听证权利，或者告知书还没有送达")
    if Hearing.objects.filter(notice=notice).exists():
        raise HearingNotPossible(case=case, why="已经申请过听证")
    require_day("申请", requested_on, at=at, after=notice.served_on)
    until = notice.hearing_until
    assert until is not None, "a service starts the period"
    if requested_on > until:
        why = f"申请期限已于{chinese_date(until)}届满"
        raise HearingNotPossible(case=case, why=why)
    hearing = Hearing.objects.create(
        notice=notice,
        requested_on=requested_on,
        requested_by_name=requested_by.strip(),
        registered_at=at,
        registered_by=by,
    )
    told = f"{hearing.requested_by_name}申请听证"
    note(case, "hearing_asked", text=told, on=requested_on, by=by, at=at)
    _clocks.met(case, DeadlineRole.HEARING_REQUEST, on=requested_on, by=by, at=at)
    return hearing


@transaction.atomic
def call_hearing(
    hearing_id: int,
    *,
    chair_id: int,
    clerk_id: int,
    call_served_on: date,
    held_on: date,
    place: str,
    by: User,
    at: datetime,
    closed_reason: str = "",
) -> Hearing:
    """Set day and place and who leads; the call (D32) reached the party on ``call_served_on``.

    The chair and the clerk never handled the case (guard 3). ``closed_reason``: why it is not
    public. Raises NotFound, NotAllowed, OwnCase, WrongState, HearingNotPossible …
    """
    case, _, hearing = locked_hearing(hearing_id)
    require_stranger(case, by, Permission.CASE_HEAR, "组织听证")
    require_running(case, "组织听证")
    HEARING.apply(hearing, "call", by=by, at=at)
    if not place.strip():
        raise CaseWordsMissing(thing="听证通知", missing="地点")
    require_day("听证通知送达", call_served_on, at=at, after=hearing.requested_on)
    if chair_id == clerk_id:
        raise HearingNotPossible(case=case, why="主持人和记录员不能是同一人")
    chair, clerk = _stranger(case, chair_id), _stranger(case, clerk_id)
    require(chair, Permission.CASE_HEAR)
    earliest = _require_time_to_prepare(case, call_served_on, held_on)
    hearing.chair, hearing.clerk = chair, clerk
    hearing.call_served_on, hearing.earliest_on = call_served_on, earliest
    hearing.held_on, hearing.place = held_on, place.strip()
    hearing.is_public, hearing.closed_reason = not closed_reason.strip(), closed_reason.strip()
    hearing.save()
    _clocks.start(case, DeadlineRole.HEARING_CALL, counts_from=held_on, by=by, at=at)
    _clocks.met(case, DeadlineRole.HEARING_CALL, on=call_served_on, by=by, at=at)
    told = f"{chinese_date(held_on)}在{hearing.place}听证，主持人{chair.full_name}"
    note(case, "hearing_called", text=told, by=by, at=at)
    return hearing


@transaction.atomic
def hold_hearing(
    hearing_id: int,
    *,
    record: str,
    report: str,
    agents: list[str],
    by: User,
    at: datetime,
    hours: _internal.Hours | None = None,
) -> Hearing:
    """The chair enters the record (D33) and the report (D33-2). Two agents at most.

    Raises NotFound, NotAllowed, WrongState, HearingNotPossible, CaseWordsMissing, CaseDayWrong.
    """
    case, _, hearing = locked_hearing(hearing_id)
    require_stranger(case, by, Permission.CASE_HEAR, "记录听证")
    HEARING.apply(hearing, "hold", by=by, at=at)
    if hearing.chair_id != by.pk:
        raise HearingNotPossible(case=case, why="听证由主持人本人记录")
    said = (("听证笔录", record), ("听证报告", report))
    if missing := [label for label, words in said if not words.strip()]:
        raise CaseWordsMissing(thing="听证", missing="、".join(missing))
    named = [name.strip() for name in agents if name.strip()]
    if len(named) > MOST_AGENTS:
        raise HearingNotPossible(case=case, why="当事人最多委托两名代理人")
    assert hearing.held_on is not None
    require_day("听证", hearing.held_on, at=at)
    hearing.record, hearing.report, hearing.agents = record.strip(), report.strip(), named
    hearing.save()
    note(case, "hearing_held", text="举行听证", on=hearing.held_on, by=by, at=at)
    _internal.hearing(case, hearing, hours, by=by, at=at)
    return hearing


@transaction.atomic
def end_hearing(
    hearing_id: int, *, ending: str, text: str, on: date, by: User, at: datetime
) -> Hearing:
    """Absent or gone without reason counts as waived and ends the hearing; so does taking back.

    Raises NotFound, NotAllowed, OwnCase, WrongState, HearingNotPossible, CaseWordsMissing.
    """
    case, _, hearing = locked_hearing(hearing_id)
    require_stranger(case, by, Permission.CASE_HEAR, "终止听证")
    if ending not in HearingEnd.values:
        raise BadInput(sentence="请选择听证终止的原因。")
    if not text.strip():
        raise CaseWordsMissing(thing="听证终止", missing="情况说明")
    HEARING.apply(hearing, "end", by=by, at=at)
    require_day("终止", on, at=at, after=hearing.requested_on)
    is_early = hearing.held_on is None or on < hearing.held_on
    if ending != HearingEnd.TAKEN_BACK and is_early:
        raise HearingNotPossible(case=case, why="还没有到听证的日期，不能认定缺席或者中途退出")
    hearing.ending, hearing.ended_on, hearing.ended_text = ending, on, text.strip()
    hearing.save()
    told = f"终止听证：{hearing.get_ending_display()}"
    note(case, "hearing_ended", text=told, on=on, by=by, at=at)
    return hearing


def earliest_hearing(call_served_on: date) -> date:
    """The first day on which seven working days have passed since the call was served.

    The day of service is not counted. Source: Penalty Law arts. 64 (2), 85; T08.
    """
    left = int(parameter(_CALL_WITHIN, call_served_on)["count"])
    days, day = calendar(), call_served_on
    while left:
        day += timedelta(days=1)
        left -= days.is_working(day)
    return day


def _require_time_to_prepare(case: Case, call_served_on: date, held_on: date) -> date:
    earliest = earliest_hearing(call_served_on)
    if held_on < earliest:
        why = f"须在举行七个工作日前通知当事人，最早可以在{chinese_date(earliest)}举行"
        raise HearingNotPossible(case=case, why=why)
    return earliest


def _stranger(case: Case, user_id: int) -> User:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotFound(what="这名人员")
    if case.officers.filter(user=user).exists():
        why = f"{user.full_name}承办过本案，不能主持或者记录听证"
        raise HearingNotPossible(case=case, why=why)
    if case.recusals.filter(person=user, state=RecusalState.GRANTED).exists():
        why = f"{user.full_name}已决定回避，不能主持或者记录听证"
        raise HearingNotPossible(case=case, why=why)
    return user
