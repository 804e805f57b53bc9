"""What the party answers to a prior notice: it speaks, it waives, or the periods run out."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q

from accounts.models import User
from cases.errors import (
    AlreadyWaived,
    CaseWordsMissing,
    HearingOpen,
    NoticeMissing,
    PeriodsRun,
    StatementOpen,
)
from cases.models import Case, Hearing, PriorNotice, Statement, Waiver
from cases.roles import DeadlineRole
from cases.services import _clocks, _internal
from cases.services._locks import locked, locked_notice
from cases.services._steps import move, note, require_day, require_officer
from cases.services.evidence import require_running
from cases.states import Adoption, HearingState, NoticeState, WaivedRight
from common.clock import chinese_date, localdate
from common.errors import BadInput, NotFound
from deadlines.states import DeadlineState
from documents.models import StoredFile

_OPEN = (HearingState.REQUESTED, HearingState.CALLED)


@transaction.atomic
def record_statement(
    notice_id: int,
    *,
    text: str,
    made_by: str,
    made_on: date,
    by: User,
    at: datetime,
    file: StoredFile | None = None,
    hours: _internal.Hours | None = None,
) -> Statement:
    """Enter what the party stated or defended. Late words are heard too, until the decision.

    Said by word of mouth it is put on record (D31), in these ``hours``; ``file`` is what it
    handed in in writing.

    Raises NotFound, NotYourCase, WrongState, NoticeMissing, CaseWordsMissing, CaseDayWrong, OfficersMissing.
    """
    case, notice = _served(notice_id, by, "登记陈述申辩")
    said = (("陈述申辩内容", text), ("陈述人", made_by))
    if missing := [label for label, words in said if not words.strip()]:
        raise CaseWordsMissing(thing="陈述申辩", missing="、".join(missing))
    require_day("陈述申辩", made_on, at=at, after=notice.served_on)
    statement = Statement.objects.create(
        notice=notice,
        made_on=made_on,
        made_by=made_by.strip(),
        text=text.strip(),
        file=file,
        recorded_at=at,
        recorded_by=by,
    )
    told = f"{statement.made_by}陈述申辩：{statement.text[:200]}"
    note(case, "statement", text=told, on=made_on, by=by, at=at)
    if file is None:
        _internal.statement(case, statement, hours, by=by, at=at)
    return statement


@transaction.atomic
def recheck_statement(
    statement_id: int, *, recheck: str, adoption: str, by: User, at: datetime
) -> Statement:
    """Say what re-checking a statement brought and whether it is adopted (D31-2).

    Raises NotFound, NotYourCase, CaseWordsMissing, BadInput.
    """
    found = Statement.objects.filter(pk=statement_id).values_list("notice_id", flat=True).first()
    if found is None:
        raise NotFound(what="这份陈述申辩")
    case, _ = locked_notice(found)
    require_officer(case, by, "复核陈述申辩")
    statement = Statement.objects.select_for_update(of=("self",)).get(pk=statement_id)
    if adoption not in Adoption.values:
        raise BadInput(sentence="请选择是否采纳。")
    if not recheck.strip():
        raise CaseWordsMissing(thing="陈述申辩复核", missing="复核情况")
    if statement.rechecked_at is not None:
        raise BadInput(sentence=f"{statement}已经复核，不能更改。")
    statement.recheck, statement.adoption = recheck.strip(), adoption
    statement.rechecked_at, statement.rechecked_by = at, by
    statement.save()
    note(case, "recheck", text=f"复核陈述申辩：{statement.get_adoption_display()}", by=by, at=at)
    _internal.recheck(case, statement, by=by, at=at)
    return statement


@transaction.atomic
def record_waiver(
    notice_id: int,
    *,
    right: str,
    text: str,
    waived_by: str,
    waived_on: date,
    by: User,
    at: datetime,
    file: StoredFile | None = None,
) -> Waiver:
    """Enter that the party clearly gave up to speak, or to be heard, in its own words.

    The same words again are a second click and change nothing. Raises NotFound, NotYourCase,
    WrongState, NoticeMissing, AlreadyWaived, CaseWordsMissing, CaseDayWrong, OfficersMissing.
    """
    case, notice = _served(notice_id, by, "登记放弃权利")
    if right not in WaivedRight.values:
        raise BadInput(sentence="请选择放弃的是陈述申辩还是听证。")
    if (earlier := notice.waivers.filter(right=right).first()) is not None:
        _require_same(earlier, (text.strip(), waived_by.strip(), waived_on))
        return earlier
    said = (("当事人的表述", text), ("放弃人", waived_by))
    if missing := [label for label, words in said if not words.strip()]:
        raise CaseWordsMissing(thing="放弃权利", missing="、".join(missing))
    require_day("放弃", waived_on, at=at, after=notice.served_on)
    waiver = Waiver.objects.create(
        notice=notice,
        right=right,
        waived_on=waived_on,
        waived_by=waived_by.strip(),
        text=text.strip(),
        file=file,
        recorded_at=at,
        recorded_by=by,
    )
    told = f"{waiver.waived_by}放弃{waiver.get_right_display()}"
    note(case, "waive", text=told, on=waived_on, by=by, at=at)
    return waiver


def _require_same(earlier: Waiver, said: tuple[str, str, date]) -> None:
    if (earlier.text, earlier.waived_by, earlier.waived_on) != said:
        who, day = earlier.waived_by, chinese_date(earlier.waived_on)
        raise AlreadyWaived(who=who, day=day, right=earlier.get_right_display())


@transaction.atomic
def finish_answers(case_id: int, *, by: User, at: datetime) -> Case:
    """The party has answered, been heard, waived, or let the periods pass: go on (guard 2).

    Raises NotFound, NotYourCase, WrongState, NoticeMissing, PeriodsRun, StatementOpen,
    HearingOpen, OfficersMissing.
    """
    case = locked(case_id)
    require_officer(case, by, "完成告知程序")
    notice = case.prior_notices.standing().first()
    require_answered(case, notice, action="完成告知程序", on=localdate(at))
    move(case, "answer", by=by, at=at)
    for role in (DeadlineRole.STATEMENT, DeadlineRole.HEARING_REQUEST):
        _clocks.met(case, role, on=localdate(at), by=by, at=at, ran_out=True)
    return case


def require_answered(
    case: Case, notice: PriorNotice | None, *, action: str, on: date
) -> PriorNotice:
    """Go on only if a served notice stands whose periods are over or waived, all of it answered.

    Raises NoticeMissing, PeriodsRun, StatementOpen, HearingOpen (guard 2).
    """
    if notice is None or notice.state != NoticeState.SERVED:
        raise NoticeMissing(case=case, action=action)
    waived = set(notice.waivers.values_list("right", flat=True))
    hearing = Hearing.objects.filter(notice=notice).first()
    if hearing is not None and hearing.state in _OPEN:
        raise HearingOpen(case=case, action=action)
    if notice.statements.filter(rechecked_at__isnull=True).exists():
        raise StatementOpen(case=case, action=action)
    periods = [(WaivedRight.STATEMENT, DeadlineRole.STATEMENT)]
    if notice.hearing_offered and hearing is None:
        periods.append((WaivedRight.HEARING, DeadlineRole.HEARING_REQUEST))
    for right, role in periods:
        until = None if right in waived else _runs_until(case, notice, role, on)
        if until is not None:
            raise PeriodsRun(case=case, right=right.label, until=chinese_date(until), action=action)
    return notice


def _runs_until(case: Case, notice: PriorNotice, role: str, on: date) -> date | None:
    """The last day of a period that is not over on a day, or stands still; None when it is."""
    assert notice.served_on is not None, "periods of a notice begin with its service"
    begun = case.deadlines.filter(role=role, deadline__counts_from_on=notice.served_on)
    still = Q(deadline__due_on__gte=on) | Q(deadline__state=DeadlineState.PAUSED)
    last: date | None = begun.filter(still).aggregate(last=Max("deadline__due_on"))["last"]
    return last


def _served(notice_id: int, by: User, action: str) -> tuple[Case, PriorNotice]:
    case, notice = locked_notice(notice_id)
    require_officer(case, by, action)
    require_running(case, action)  # after a decision the party asks for reconsideration
    if notice.state != NoticeState.SERVED:
        raise NoticeMissing(case=case, action=action)
    return case, notice
