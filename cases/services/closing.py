"""Closing a case on one of its grounds, with three opinions (D47)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from cases.after import CLOSING, ClosingGround, ClosingState, CourtAnswer, PaidPart
from cases.errors import CaseWordsMissing, NotClosable, SamePerson
from cases.models import Case, Closing
from cases.money import is_annulled, money_of
from cases.roles import DeadlineRole
from cases.services import _clocks, _ending_facts, _papers
from cases.services._locks import locked
from cases.services._opinions import give_opinion
from cases.services._steps import move, note, require_officer, require_stranger
from cases.services.transferring import held_by_police
from cases.states import CLOSABLE, CaseState, DecisionKind, Matter, OpinionLevel
from common.clock import localdate
from common.errors import BadInput, NotFound
from common.money import yuan
from papers.services import change_draft
from policies.queries import values_on

_CONDITIONS = "case.closing_conditions"
_TOLD = (CaseState.SERVED, CaseState.PERFORMING)
# What the publication still asks for runs on after the case is closed.
_STAYS = (DeadlineRole.PUBLICATION, DeadlineRole.REMOVAL, DeadlineRole.WITHDRAWAL)
_FORM = "D47"


def what_holds_back(case: Case, ground: str, *, at: datetime) -> list[str]:
    """Everything that keeps a case from being closed on this ground today, by name (1.12).

    On which grounds a case is closed, and in which words, is the county's list. Empty when it
    can be closed. What a page lists and what the verb refuses are the same. Raises
    ParameterMissing.
    """
    reasons = []
    wording = values_on(localdate(at), (_CONDITIONS,))[_CONDITIONS].get(ground)
    if wording is None:
        reasons.append(f"本机关可以结案的情形没有“{ClosingGround(ground).label}”")
    if case.state not in CLOSABLE:
        reasons.append(f"案件目前为“{case.get_state_display()}”")
    reasons += [
        f"{one.get_kind_display()}（{one.body}）尚未结束" for one in case.remedies.running()
    ]
    if ground != ClosingGround.TRANSFERRED and (held := held_by_police(case)) is not None:
        reasons.append(f"{held}（{held.get_state_display()}）尚未答复")
    if ground == ClosingGround.PERFORMED:
        return reasons + _unperformed(case, at)
    if (why := _ground_missing(case, ClosingGround(ground))) and wording is not None:
        reasons.append(f"不符合“{wording}”的条件：{why}")
    return reasons


def _unperformed(case: Case, at: datetime) -> list[str]:
    """What of a penalty is still to be paid, part by part."""
    decision = case.decisions.made().first()
    if decision is None or decision.kind != DecisionKind.PENALTY:
        return ["没有需要执行的处罚决定"]
    money = money_of(case, localdate(at))
    owed = [(part, money.open_of(part)) for part in PaidPart]
    return [f"尚欠{part.label}{yuan(fen)}元" for part, fen in owed if fen]


def _ground_missing(case: Case, ground: ClosingGround) -> str:
    """What this ground asks for and the case does not have; empty when it has it."""
    decision = case.decisions.made().first()
    kind = decision.kind if decision else ""
    taken = case.court_applications.filter(answer__in=(CourtAnswer.ACCEPTED, CourtAnswer.ENFORCED))
    held = {
        ClosingGround.COURT: (taken.exists(), "法院还没有受理或者执行"),
        ClosingGround.NO_PENALTY: (
            kind in (DecisionKind.MINOR, DecisionKind.UNPROVEN),
            "没有不予行政处罚的决定",
        ),
        ClosingGround.WITHDRAWN: (case.state == CaseState.WITHDRAWN, "案件没有撤销"),
        ClosingGround.TRANSFERRED: (case.state == CaseState.TRANSFERRED, "案件没有移送"),
        # Annulled, or the party is gone without a successor: the officers say which.
        ClosingGround.TERMINATED: (
            is_annulled(case) or case.state in _TOLD,
            "决定没有被撤销，也没有送达后终止的情形",
        ),
    }
    is_held, why = held[ground]
    return "" if is_held else why


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
    level = OpinionLevel.HEAD
    give_opinion(case, Matter.CLOSING, level, True, opinion, by=by, at=at)
    _put_in_words(case, closing, by=by, at=at)
    _papers.approve_drafts((_FORM,), by=by, at=at, case=case)
    closing.approved_at, closing.approved_by, closing.closed_on = at, by, localdate(at)
    closing.save()
    move(case, "close", by=by, at=at, text=f"结案：{closing.get_ground_display()}")
    for role in DeadlineRole:
        if role not in _STAYS:
            _clocks.cancelled(case, reason="案件已经结案", by=by, at=at, role=role)
    return closing


def _require_closable(case: Case, ground: str, *, at: datetime) -> None:
    if reasons := what_holds_back(case, ground, at=at):
        raise NotClosable(case=case, why="；".join(reasons))


def _put_in_words(case: Case, closing: Closing, *, by: User, at: datetime) -> None:
    """The form says the ground, the result and the opinions of its rows, the head's among them."""
    told = _ending_facts.of_closing(closing)
    for draft in _papers.waiting(case, _FORM):
        change_draft(draft.pk, {**draft.facts, **told}, by=by, at=at)


def _held(closing_id: int) -> tuple[Case, Closing]:
    case_id = Closing.objects.filter(pk=closing_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound(what="这份结案审批")
    case = locked(case_id)
    return case, Closing.objects.select_for_update(of=("self",)).get(pk=closing_id)
