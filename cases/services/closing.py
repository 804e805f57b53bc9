"""Closing a case on one of its grounds, with three opinions (D47)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from cases.after import CLOSING, ClosingGround, ClosingState, CourtAnswer
from cases.errors import CaseWordsMissing, NotClosable, SamePerson
from cases.models import Case, Closing
from cases.money import is_annulled, money_of
from cases.roles import DeadlineRole
from cases.services import _clocks, _papers
from cases.services._locks import locked
from cases.services._opinions import give_opinion
from cases.services._steps import move, note, require_officer, require_stranger
from cases.states import CaseState, DecisionKind, Matter, OpinionLevel
from common.clock import localdate
from common.errors import BadInput, NotFound
from policies.queries import values_on

_CONDITIONS = "case.closing_conditions"
_SOURCES = (CaseState.SERVED, CaseState.PERFORMING, CaseState.WITHDRAWN, CaseState.TRANSFERRED)
# What the publication still asks for runs on after the case is closed.
_STAYS = (DeadlineRole.PUBLICATION, DeadlineRole.REMOVAL, DeadlineRole.WITHDRAWAL)


def why_not_closable(case: Case, ground: str, *, at: datetime) -> str:
    """Why a case cannot be closed on this ground today; empty when it can (1.12).

    On which grounds a case is closed, and in which words, is the county's list. Raises
    ParameterMissing.
    """
    wording = values_on(localdate(at), (_CONDITIONS,))[_CONDITIONS].get(ground)
    if wording is None:
        return f"本机关可以结案的情形没有“{ClosingGround(ground).label}”"
    decision = case.decisions.made().first()
    kind = decision.kind if decision else ""
    if case.state not in _SOURCES:
        return f"案件目前为“{case.get_state_display()}”"
    if case.remedies.running().exists():
        return "行政复议或者行政诉讼尚未结束"
    if ground == ClosingGround.PERFORMED:
        if kind != DecisionKind.PENALTY:
            return "没有需要执行的处罚决定"
        open_fen = money_of(case, localdate(at)).open_fen
        return f"尚有{open_fen / 100:,.2f}元没有缴清" if open_fen else ""
    held = {
        ClosingGround.COURT: case.court_applications.filter(
            answer__in=(CourtAnswer.ACCEPTED, CourtAnswer.ENFORCED)
        ).exists(),
        ClosingGround.NO_PENALTY: kind in (DecisionKind.MINOR, DecisionKind.UNPROVEN),
        ClosingGround.WITHDRAWN: case.state == CaseState.WITHDRAWN,
        ClosingGround.TRANSFERRED: case.state == CaseState.TRANSFERRED,
        # Annulled, or the party is gone without a successor: the officers say which.
        ClosingGround.TERMINATED: is_annulled(case) or case.state in _SOURCES[:2],
    }
    return "" if held[ClosingGround(ground)] else f"不符合“{wording}”的条件"


@transaction.atomic
def ask_closing(case_id: int, *, ground: str, execution: str, by: User, at: datetime) -> Closing:
    """An officer proposes to close the case. Raises NotFound, NotYourCase, NotClosable …"""
    case = locked(case_id)
    require_officer(case, by, "提出结案")
    if ground not in ClosingGround.values:
        raise BadInput(sentence="请选择结案理由。")
    if not execution.strip():
        raise CaseWordsMissing(thing="结案", missing="处理结果和执行情况")
    _require_closable(case, ground, at=at)
    if case.closings.standing().exists():
        raise NotClosable(case=case, why="已经提出结案")
    closing = Closing.objects.create(
        case=case, ground=ground, execution=execution.strip(), asked_at=at, asked_by=by
    )
    level = OpinionLevel.OFFICER
    give_opinion(case, Matter.CLOSING, level, True, execution, by=by, at=at)
    told = f"提出结案：{closing.get_ground_display()}"
    note(case, "closing_asked", text=told, by=by, at=at)
    return closing


@transaction.atomic
def endorse_closing(closing_id: int, *, opinion: str, by: User, at: datetime) -> Closing:
    """The section head agrees. Raises NotFound, NotAllowed, OwnCase, WrongState …"""
    case, closing = _held(closing_id)
    require_stranger(case, by, Permission.CASE_ENDORSE, "审核结案")
    CLOSING.apply(closing, "endorse", by=by, at=at)
    closing.endorsed_at, closing.endorsed_by = at, by
    closing.save()
    level = OpinionLevel.SECTION
    give_opinion(case, Matter.CLOSING, level, True, opinion, by=by, at=at)
    note(case, "closing_endorsed", text="承办机构审核同意结案", by=by, at=at)
    return closing


@transaction.atomic
def return_closing(closing_id: int, *, reason: str, by: User, at: datetime) -> Closing:
    """Give the proposal back; another one may follow. Raises NotFound, NotAllowed, OwnCase …"""
    case, closing = _held(closing_id)
    is_endorsed = closing.state == ClosingState.ENDORSED
    permission = Permission.CASE_DECIDE if is_endorsed else Permission.CASE_ENDORSE
    require_stranger(case, by, permission, "退回结案")
    if not reason.strip():
        raise CaseWordsMissing(thing="退回结案", missing="理由")
    CLOSING.apply(closing, "return_endorsed" if is_endorsed else "return", by=by, at=at)
    closing.return_reason = reason.strip()
    closing.save()
    note(case, "closing_returned", text=f"退回结案：{reason.strip()}", by=by, at=at)
    return closing


@transaction.atomic
def approve_closing(closing_id: int, *, opinion: str, by: User, at: datetime) -> Closing:
    """The head closes the case: its form D47 is approved in the same moment, clocks end.

    Raises NotFound, NotAllowed, OwnCase, SamePerson, WrongState, NotClosable, PaperMissing.
    """
    case, closing = _held(closing_id)
    require_stranger(case, by, Permission.CASE_DECIDE, "批准结案")
    if by.pk in (closing.asked_by_id, closing.endorsed_by_id):
        raise SamePerson(thing=str(closing), earlier="提出或者审核", action="批准")
    CLOSING.apply(closing, "approve", by=by, at=at)
    _require_closable(case, closing.ground, at=at)
    _papers.approve_drafts(("D47",), by=by, at=at, case=case)
    level = OpinionLevel.HEAD
    give_opinion(case, Matter.CLOSING, level, True, opinion, by=by, at=at)
    closing.approved_at, closing.approved_by, closing.closed_on = at, by, localdate(at)
    closing.save()
    move(case, "close", by=by, at=at, text=f"结案：{closing.get_ground_display()}")
    for role in DeadlineRole:
        if role not in _STAYS:
            _clocks.cancelled(case, reason="案件已经结案", by=by, at=at, role=role)
    return closing


def _require_closable(case: Case, ground: str, *, at: datetime) -> None:
    if why := why_not_closable(case, ground, at=at):
        raise NotClosable(case=case, why=why)


def _held(closing_id: int) -> tuple[Case, Closing]:
    case_id = Closing.objects.filter(pk=closing_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound(what="这份结案审批")
    case = locked(case_id)
    return case, Closing.objects.select_for_update(of=("self",)).get(pk=closing_id)
