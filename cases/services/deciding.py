"""The decision (D35 to D37): drafted, submitted, endorsed, approved. Every guard is asked here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from cases.errors import (
    CaseWordsMissing,
    HeavierThanNotice,
    NotOneDecision,
    OutsideRange,
    SamePerson,
)
from cases.models import Case, DecidedPenalty, Decision, InvestigationReport
from cases.roles import DeadlineRole, PaperRole
from cases.rules import Proposed, heavier_than
from cases.services import _clocks, _internal, _late_papers, _papers
from cases.services._digests import facts_digest
from cases.services._law import law_of, marks_of, printed_of
from cases.services._locks import locked, locked_decision
from cases.services._opinions import give_opinion
from cases.services._penalties import as_proposed, columns, require_sound
from cases.services._ranging import Benchmark, lines_of, range_columns
from cases.services._steps import move, note, require_officer, require_stranger
from cases.services._weighing import require_lawful, require_spared, require_within_range
from cases.services.transferring import begin_police_transfer, require_no_police_transfer
from cases.states import (
    DECISION,
    PROVEN,
    DecisionKind,
    DecisionState,
    Leniency,
    Matter,
    OpinionLevel,
)
from common.clock import localdate
from common.errors import BadInput, WrongState
from papers.models import OfficialPaper

PAPERS_OF = {
    DecisionKind.PENALTY: ("D36", "D39"),  # the two are served together (guard 7)
    DecisionKind.MINOR: ("D37",),
    DecisionKind.UNPROVEN: ("D37",),
    DecisionKind.TRANSFER: ("D25",),
}


# How D37 names the grounds for not punishing.
_UNPROVEN = "unproven"
_GROUNDS = {
    Leniency.MINOR: "minor",
    Leniency.FIRST: "first",
    Leniency.NO_FAULT: "no_fault",
    Leniency.UNDER_AGE: "young",
}


@dataclass(frozen=True, slots=True)
class Spared:
    """Why somebody is not punished (art. 33) and how he was educated."""

    ground: str
    education: str
    educated_on: date
    is_first: bool = False
    is_slight: bool = False
    is_corrected: bool = False
    first_checked_how: str = ""


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What a decision says. ``lighter_reason``: why lighter or reduced; empty: it is not."""

    kind: str
    facts: str
    basis: str
    reason: str
    statement_answer: str = ""
    performance: str = ""
    lighter_reason: str = ""
    benchmark: Benchmark | None = None
    spared: Spared | None = None
    penalties: tuple[Proposed, ...] = ()


@transaction.atomic
def draft_decision(case_id: int, facts: DecisionFacts, *, by: User, at: datetime) -> Decision:
    """Draft the decision of a case; what could not be approved today may still be drafted.

    Heavier or other than announced is refused at once. Raises NotFound, NotYourCase,
    WrongState, CaseWordsMissing, PenaltiesWrong, NotOneDecision, HeavierThanNotice,
    LeniencyWrong, LawInTimeWrong, BadInput.
    """
    case = locked(case_id)
    require_officer(case, by, "起草决定")
    report = _require_time_for_it(case)
    if (there := case.decisions.standing().first()) is not None:
        raise NotOneDecision(case=case, decision=there.get_kind_display())
    _require_told(facts)
    is_penalty = facts.kind == DecisionKind.PENALTY
    notice = case.prior_notices.standing().first() if is_penalty else None
    penalties = list(facts.penalties)
    if is_penalty:
        require_sound(penalties)
        announced = as_proposed(notice.penalties.all()) if notice else []
        if heavier := heavier_than(penalties, announced):
            raise HeavierThanNotice(case=case, penalty=heavier)
    told = _columns(facts)
    if is_penalty:
        law = law_of(case, localdate(at))
        told["law"] = marks_of(law)
        told |= range_columns(facts.benchmark, penalties, lines_of(case, law))
    decision = Decision(
        case=case, report=report, notice=notice, drafted_at=at, drafted_by=by, **told
    )
    if decision.kind == DecisionKind.MINOR:
        require_spared(case, decision, on=localdate(at))
    decision.save()
    DecidedPenalty.objects.bulk_create(
        DecidedPenalty(decision=decision, **columns(one)) for one in penalties
    )
    note(case, "note", text=f"起草决定：{decision.get_kind_display()}", by=by, at=at)
    return decision


@transaction.atomic
def draft_decision_paper(
    decision_id: int, code: str, more: dict[str, Any], *, by: User, at: datetime
) -> OfficialPaper:
    """Make out D36, D39, D37 or D25 of a decision; ``more`` says what its rows do not know.

    Raises NotFound, NotYourCase and what drafting a paper raises.
    """
    case, decision = locked_decision(decision_id)
    require_officer(case, by, "起草决定文书")
    offered = {"ground": _UNPROVEN, **known_of_decision(decision)}
    facts = {**_papers.fitting(code, offered, localdate(at)), **more}
    role = PaperRole.CREDIT if code == "D39" else PaperRole.DECISION
    return _papers.draft(case, code, facts, role, by=by, at=at, decision=decision)


@transaction.atomic
def submit_decision(decision_id: int, *, opinion: str, by: User, at: datetime) -> Decision:
    """Two officers hand the draft to those who decide (D35). Every guard is asked already.

    Raises NotFound, NotYourCase, WrongState, OfficersMissing and what ``require_lawful`` raises.
    """
    case, decision = locked_decision(decision_id)
    require_officer(case, by, "提交决定")
    DECISION.apply(decision, "submit", by=by, at=at)
    require_lawful(case, decision, action="提交决定", on=localdate(at))
    decision.return_reason = ""
    decision.save()
    level = OpinionLevel.OFFICER
    give_opinion(case, Matter.DECISION, level, True, opinion, by=by, at=at)
    note(case, "submit_decision", text="提交决定审批", by=by, at=at)
    return decision


@transaction.atomic
def return_decision(decision_id: int, *, reason: str, by: User, at: datetime) -> Decision:
    """Give a draft back to its officers with a reason. Raises NotAllowed, WrongState …"""
    case, decision = locked_decision(decision_id)
    is_endorsed = decision.state == DecisionState.ENDORSED
    permission = Permission.CASE_DECIDE if is_endorsed else Permission.CASE_ENDORSE
    require_stranger(case, by, permission, "退回决定")
    if not reason.strip():
        raise CaseWordsMissing(thing="退回决定", missing="理由")
    DECISION.apply(decision, "return_endorsed" if is_endorsed else "return", by=by, at=at)
    decision.return_reason = reason.strip()
    decision.endorsed_at = decision.endorsed_by = None
    decision.deviation_approved_at = decision.deviation_approved_by = None
    decision.save()
    note(case, "return_decision", text=f"退回决定：{reason.strip()}", by=by, at=at)
    return decision


@transaction.atomic
def discard_decision(decision_id: int, *, by: User, at: datetime) -> Decision:
    """Give a draft up, and the drafts of its papers. Raises NotFound, NotYourCase, WrongState."""
    case, decision = locked_decision(decision_id)
    require_officer(case, by, "弃用决定")
    DECISION.apply(decision, "discard", by=by, at=at)
    decision.save(update_fields=["state"])
    _papers.discard_drafts(by=by, at=at, decision=decision)
    return decision


@transaction.atomic
def endorse_decision(decision_id: int, *, opinion: str, by: User, at: datetime) -> Decision:
    """The section head agrees, and signs the report (D27) if no notice had it signed.

    Raises NotFound, NotAllowed, OwnCase, SamePerson, WrongState, CaseWordsMissing.
    """
    case, decision = locked_decision(decision_id)
    require_stranger(case, by, Permission.CASE_ENDORSE, "审核决定")
    _require_other(decision, by, "审核")
    DECISION.apply(decision, "endorse", by=by, at=at)
    decision.endorsed_at, decision.endorsed_by = at, by
    decision.save()
    level = OpinionLevel.SECTION
    give_opinion(case, Matter.DECISION, level, True, opinion, by=by, at=at)
    note(case, "endorse_decision", text="承办机构审核同意", by=by, at=at)
    _internal.sign_report(case, by=by, at=at)
    return decision


@transaction.atomic
def approve_deviation(decision_id: int, *, opinion: str, by: User, at: datetime) -> Decision:
    """The second approval of a fine outside its range, by a head who does not decide the case.

    Raises NotFound, NotAllowed, OwnCase, SamePerson, WrongState, BadInput, CaseWordsMissing.
    """
    case, decision = locked_decision(decision_id)
    require_stranger(case, by, Permission.CASE_DECIDE, "批准超出裁量基准")
    if decision.state != DecisionState.ENDORSED:
        raise WrongState(
            thing=decision,
            state=decision.get_state_display(),
            action="批准超出裁量基准",
            wanted=DecisionState.ENDORSED.label,
        )
    if not decision.deviates:
        raise BadInput(sentence="本决定的罚款在裁量基准之内，不需要另行批准。")
    _require_other(decision, by, "批准")
    give_opinion(case, Matter.DEVIATION, OpinionLevel.HEAD, True, opinion, by=by, at=at)
    decision.deviation_approved_at, decision.deviation_approved_by = at, by
    decision.save()
    note(case, "approve_deviation", text=f"批准超出裁量基准：{opinion.strip()}", by=by, at=at)
    return decision


@transaction.atomic
def approve_decision(decision_id: int, *, opinion: str, by: User, at: datetime) -> Decision:
    """The head decides (D35): papers are approved in the same moment, the 90 days end (T02).

    Safe against two clicks and two heads: the second finds it decided. Raises NotFound,
    NotAllowed, OwnCase, SamePerson, WrongState, PaperMissing, PaperDisagrees, OutsideRange and
    what ``require_lawful`` raises; then nothing has changed.
    """
    case, decision = locked_decision(decision_id)
    require_stranger(case, by, Permission.CASE_DECIDE, "批准决定")
    _require_other(decision, by, "批准")
    day = localdate(at)
    DECISION.apply(decision, "approve", by=by, at=at)
    require_no_police_transfer(case, decision)
    require_lawful(case, decision, action="批准决定", on=day)
    _require_second_word(case, decision, by)
    codes = PAPERS_OF[DecisionKind(decision.kind)]
    known = known_of_decision(decision)
    said = _papers.approve_drafts(codes, known, by=by, at=at, decision=decision)[0]
    give_opinion(case, Matter.DECISION, OpinionLevel.HEAD, True, opinion, by=by, at=at)
    decision.approved_at, decision.approved_by, decision.decided_on = at, by, day
    decision.penalty_count = decision.penalties.count()
    decision.save()
    told = f"决定：{decision.get_kind_display()}"
    move(case, "decide", by=by, at=at, text=told)
    _late_papers.decision(case, decision, said, by=by, at=at)
    _clocks.met(case, DeadlineRole.DECISION, on=day, by=by, at=at)
    if decision.kind == DecisionKind.TRANSFER:
        _clocks.start(case, DeadlineRole.POLICE, counts_from=at, by=by, at=at)
    else:  # the party is not there when the head approves (T09)
        _clocks.start(case, DeadlineRole.SERVICE, counts_from=day, by=by, at=at)
    return decision


@transaction.atomic
def hand_to_police(case_id: int, *, receipt: str, signer: str, by: User, at: datetime) -> Case:
    """The case went to the police within 24 hours of the head's word (T19), against a receipt.

    The transfer by which their answer is followed begins with it, once (T20). Source: State
    Council Order 310, arts. 5, 8. Raises NotFound, NotYourCase, WrongState, CaseWordsMissing,
    BadInput.
    """
    case = locked(case_id)
    require_officer(case, by, "移送公安机关")
    decision = case.decisions.made().filter(kind=DecisionKind.TRANSFER).first()
    if decision is None:
        raise BadInput(sentence=f"{case}没有移送司法机关的决定。")
    said = (("公安机关回执", receipt), ("签收人", signer))
    if missing := [label for label, text in said if not text.strip()]:
        raise CaseWordsMissing(thing="移送", missing="、".join(missing))
    text = f"移送公安机关：{receipt.strip()}，签收人{signer.strip()}"
    move(case, "transfer_decided", by=by, at=at, text=text)
    _clocks.met(case, DeadlineRole.POLICE, on=localdate(at), by=by, at=at)
    begin_police_transfer(case, decision, signer=signer, by=by, at=at)
    return case


def _require_second_word(case: Case, decision: Decision, by: User) -> None:
    if not decision.deviates:
        return
    second = decision.deviation_approved_by_id
    if second is None or second == by.pk:
        missing = "还须由另一名机关负责人批准超出基准"
        require_within_range(case, decision, missing=missing)
        raise OutsideRange(case=case, fine="", range="", missing=missing)


def _require_other(decision: Decision, by: User, action: str) -> None:
    for person, earlier in (
        (decision.drafted_by_id, "起草"),
        (decision.endorsed_by_id, "审核"),
    ):
        if person == by.pk:
            raise SamePerson(thing=str(decision), earlier=earlier, action=action)


def _require_time_for_it(case: Case) -> InvestigationReport:
    report = case.reports.last()
    if report is None or case.state not in PROVEN:
        raise WrongState(
            thing=case, state=case.get_state_display(), action="起草决定", wanted="调查终结以后"
        )
    return report


def _require_told(facts: DecisionFacts) -> None:
    if facts.kind not in DecisionKind.values:
        raise BadInput(sentence="请选择处理决定的种类。")
    said = (("事实", facts.facts), ("依据", facts.basis), ("理由", facts.reason))
    missing = [label for label, text in said if not text.strip()]
    if facts.kind == DecisionKind.PENALTY and not facts.performance.strip():
        missing.append("履行方式和期限")
    if missing:
        raise CaseWordsMissing(thing="决定", missing="、".join(missing))
    if facts.kind != DecisionKind.PENALTY and facts.penalties:
        raise BadInput(sentence="只有给予行政处罚的决定才写处罚内容。")


def _columns(facts: DecisionFacts) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": facts.kind,
        "facts": facts.facts.strip(),
        "facts_digest": facts_digest(facts.facts),
        "basis": facts.basis.strip(),
        "reason": facts.reason.strip(),
        "statement_answer": facts.statement_answer.strip(),
        "performance": facts.performance.strip(),
    }
    if facts.kind == DecisionKind.PENALTY:
        told["lighter_reason"] = facts.lighter_reason.strip()
        told["is_lighter"] = bool(told["lighter_reason"])
    if (spared := facts.spared) is not None and facts.kind == DecisionKind.MINOR:
        told |= {
            "leniency": spared.ground if spared.ground in Leniency.values else Leniency.NONE,
            "is_first": spared.is_first,
            "is_slight": spared.is_slight,
            "is_corrected": spared.is_corrected,
            "first_checked_how": spared.first_checked_how.strip(),
            "education": spared.education.strip(),
            "educated_on": spared.educated_on,
        }
    return told


def known_of_decision(decision: Decision) -> dict[str, Any]:
    """What the rows of a decision say for its papers."""
    notice = decision.notice
    rows = list(decision.penalties.all())
    fine = next((row.amount_fen for row in rows if row.kind == "P3"), None)
    gains = next((row.amount_fen for row in rows if row.kind == "P4"), None)
    known: dict[str, Any] = {
        "facts": decision.facts,
        "reason": decision.reason,
        "discretion": decision.reason,
        "defence": decision.statement_answer,
        "performance": decision.performance,
        "penalties": _papers.penalty_rows(rows),
        "fine_fen": fine,
        "gains_fen": gains,
        "education": decision.education,
        "law": printed_of(decision.case, decision.law),
    }
    if decision.kind == DecisionKind.MINOR:  # elsewhere a choice of words, no column
        known["ground"] = _GROUNDS.get(Leniency(decision.leniency), _UNPROVEN)
    if notice is not None and notice.served_on is not None:
        known["notice"] = _papers.ref(_papers.paper_of_notice(notice))
        known["notice_served_on"] = notice.served_on.isoformat()
    return {key: value for key, value in known.items() if value not in (None, "", [])}
