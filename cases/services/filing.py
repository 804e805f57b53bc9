"""From the checked clue to the filed case, or to the reasoned no; withdrawn or given away."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from cases.errors import CaseWordsMissing, LimitationOver, NotFileable
from cases.models import Case
from cases.roles import DeadlineRole
from cases.rules import is_barred
from cases.services import _clocks, _internal
from cases.services._locks import locked
from cases.services._numbers import next_number
from cases.services._opinions import give_opinion
from cases.services._powers import held_elsewhere
from cases.services._steps import move, require_officer, require_stranger
from cases.services.preserving import require_handled
from cases.states import CaseState, Matter, OpinionLevel, PreservationState
from common.clock import chinese_date, localdate
from common.errors import WrongState

# Only what is in our hands: nobody may hold a party's things without a case and a last day (T03).
_KEPT = (PreservationState.KEPT,)


@transaction.atomic
def check_case(case_id: int, *, result: str, proposes_filing: bool, by: User, at: datetime) -> Case:
    """Two officers say what the check of a clue brought and whether to file (D11).

    Raises NotFound, NotYourCase, WrongState, CaseWordsMissing, OfficersMissing, and when
    filing is proposed NotFileable, LimitationOver.
    """
    case = locked(case_id)
    require_officer(case, by, "提出立案意见")
    if not result.strip():
        raise CaseWordsMissing(thing=str(case), missing="核查情况")
    if proposes_filing:
        require_fileable(case, localdate(at))
    proposed = "建议立案" if proposes_filing else "建议不予立案"
    move(
        case,
        "check",
        by=by,
        at=at,
        text=f"核查完毕，{proposed}",
        check_result=result.strip(),
        proposes_filing=proposes_filing,
    )
    _opinion(case, OpinionLevel.OFFICER, True, result, by=by, at=at)
    return case


@transaction.atomic
def endorse_filing(case_id: int, *, agrees: bool, opinion: str, by: User, at: datetime) -> Case:
    """The section head's opinion on filing, before the head of the bureau decides.

    Raises NotFound, NotAllowed, OwnCase, SamePerson, WrongState, CaseWordsMissing.
    """
    case = locked(case_id)
    require_stranger(case, by, Permission.CASE_ENDORSE, "审核立案")
    _require_checked(case, "审核立案")
    _opinion(case, OpinionLevel.SECTION, agrees, opinion, by=by, at=at)
    return case


@transaction.atomic
def return_check(case_id: int, *, reason: str, by: User, at: datetime) -> Case:
    """The head gives a checked clue back to its officers. Raises WrongState, OwnCase …"""
    case = locked(case_id)
    require_stranger(case, by, Permission.CASE_DECIDE, "退回核查")
    if not reason.strip():
        raise CaseWordsMissing(thing=str(case), missing="退回理由")
    move(case, "return_check", by=by, at=at, text=f"退回核查：{reason.strip()}")
    return case


@transaction.atomic
def approve_filing(case_id: int, *, opinion: str, by: User, at: datetime) -> Case:
    """The head approves the filing (D11): the case takes its number, the 90 days begin (T02).

    Raises NotFound, NotAllowed, OwnCase, WrongState, NotFileable, LimitationOver,
    OfficersMissing, NumberPatternWrong.
    """
    case = locked(case_id)
    require_stranger(case, by, Permission.CASE_DECIDE, "批准立案")
    _require_checked(case, "批准立案")
    require_fileable(case, localdate(at))
    _require_section(case)
    _opinion(case, OpinionLevel.HEAD, True, opinion, by=by, at=at)
    day = localdate(at)
    serial, number = next_number(day)
    move(
        case,
        "file",
        by=by,
        at=at,
        year=day.year,
        serial=serial,
        number=number,
        filed_on=day,
        filed_at=at,
        filed_by=by,
    )
    _internal.filing(case, by=by, at=at)
    _clocks.met(case, DeadlineRole.CLUE, on=day, by=by, at=at)
    _clocks.start(case, DeadlineRole.DECISION, counts_from=day, by=by, at=at)
    return case


@transaction.atomic
def refuse_filing(case_id: int, *, opinion: str, by: User, at: datetime) -> Case:
    """The head decides not to file (D11-2); a reporter with a real name is told by D12.

    Raises NotFound, NotAllowed, OwnCase, WrongState, CaseWordsMissing.
    """
    case = locked(case_id)
    require_stranger(case, by, Permission.CASE_DECIDE, "批准不予立案")
    _require_checked(case, "批准不予立案")
    _require_section(case)
    _opinion(case, OpinionLevel.HEAD, True, opinion, by=by, at=at)
    move(case, "not_file", by=by, at=at, text=f"不予立案：{opinion.strip()}")
    _internal.filing(case, reason=opinion.strip(), by=by, at=at)
    _clocks.met(case, DeadlineRole.CLUE, on=localdate(at), by=by, at=at)
    return case


@transaction.atomic
def withdraw_case(case_id: int, *, reason: str, by: User, at: datetime) -> Case:
    """The head withdraws a filed case that was not decided (D46); kept things are handled before.

    Raises NotFound, NotAllowed, OwnCase, WrongState, CaseWordsMissing, PreservationOpen.
    """
    case = locked(case_id)
    require_stranger(case, by, Permission.CASE_DECIDE, "批准撤案")
    require_handled(case, "撤案", states=_KEPT)
    give_opinion(case, Matter.WITHDRAWAL, OpinionLevel.HEAD, True, reason, by=by, at=at)
    move(case, "withdraw", by=by, at=at, text=f"撤案：{reason.strip()}")
    _internal.withdrawal(case, reason.strip(), by=by, at=at)
    _clocks.cancelled(case, reason="撤案", by=by, at=at)
    return case


@transaction.atomic
def transfer_case(case_id: int, *, receiver: str, grounds: str, by: User, at: datetime) -> Case:
    """The head gives a case to the body that has the power (D24), before any decision.

    A suspected crime is a decision of its own kind (D25). Kept things are handled before, or
    handed over. Raises NotFound, NotAllowed, OwnCase, WrongState, CaseWordsMissing,
    PreservationOpen.
    """
    case = locked(case_id)
    require_stranger(case, by, Permission.CASE_DECIDE, "批准移送")
    require_handled(case, "移送", states=_KEPT)
    if not receiver.strip():
        raise CaseWordsMissing(thing=str(case), missing="接收机关")
    give_opinion(case, Matter.TRANSFER, OpinionLevel.HEAD, True, grounds, by=by, at=at)
    text = f"移送{receiver.strip()}：{grounds.strip()}"
    move(case, "transfer", by=by, at=at, text=text)
    _clocks.cancelled(case, reason="案件移送", by=by, at=at)
    return case


def require_fileable(case: Case, on: date) -> None:
    """The conditions of filing: party, act, violation, own power, limitation. Raises NotFileable …

    Source: Penalty Law arts. 36, 54; domain 1.7 step 3.
    """
    if case.party is None:
        raise NotFileable(case=case, why="还没有明确的当事人")
    if case.acted_until is None or not case.violations.exists():
        raise NotFileable(case=case, why="还没有认定违法行为日期和涉嫌违法情形")
    named = [one.violation for one in case.violations.select_related("violation")]
    if why := held_elsewhere(named, on):
        raise NotFileable(case=case, why=why)
    require_in_time(case)


def require_in_time(case: Case) -> None:
    """Art. 36. Raises LimitationOver."""
    assert case.acted_until is not None
    if is_barred(case.acted_until, case.found_on, case.limitation_years):
        raise LimitationOver(
            case=case,
            until=chinese_date(case.acted_until),
            found=chinese_date(case.found_on),
            years=case.limitation_years,
        )


def _require_checked(case: Case, action: str) -> None:
    if case.state != CaseState.CHECKED:
        raise WrongState(
            thing=case,
            state=case.get_state_display(),
            action=action,
            wanted=CaseState.CHECKED.label,
        )


def _require_section(case: Case) -> None:
    latest = case.opinions.filter(matter=Matter.FILING).order_by("-round").first()
    asked = case.opinions.filter(
        matter=Matter.FILING, level=OpinionLevel.SECTION, round=latest.round if latest else 1
    )
    if not asked.exists():
        raise NotFileable(case=case, why="承办机构负责人还没有签署意见")


def _opinion(case: Case, level: str, agrees: bool, text: str, *, by: User, at: datetime) -> None:
    give_opinion(case, Matter.FILING, level, agrees, text, by=by, at=at)
