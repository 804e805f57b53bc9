"""The end of an investigation, its report, and what sends it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from cases.errors import (
    CaseWordsMissing,
    EvidenceMissing,
    GainsWrong,
)
from cases.models import Case, InvestigationReport
from cases.rules import gains as gains_of
from cases.services import _internal
from cases.services._locks import locked
from cases.services._steps import move, require_day, require_officer
from cases.services.preserving import require_handled
from cases.states import CaseState, DecisionKind
from common.errors import BadInput


@dataclass(frozen=True, slots=True)
class Gains:
    """Illegal gains worked out (1.6): all amounts in fen.

    ``deduction_basis`` says why refunds made before count off; empty: they do not.
    """

    collected_fen: int
    refunded_fen: int = 0
    refunded_on: date | None = None
    deduction_basis: str = ""
    pupil_count: int | None = None
    unit_price_fen: int | None = None
    lesson_count: int | None = None


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What D27 says, and the flags that decide what must come before a decision."""

    facts: str
    evidence: str
    basis: str
    discretion: str
    proposal: str
    proposed_kind: str
    is_public_interest: bool = False
    is_complex: bool = False
    is_major: bool = False
    other_review_ground: str = ""


@transaction.atomic
def end_investigation(
    case_id: int,
    facts: ReportFacts,
    *,
    by: User,
    at: datetime,
    on: date | None = None,
    gains: Gains | None = None,
) -> InvestigationReport:
    """Two certified officers end the investigation with their report (D27, drafted here).

    Kept things must be handled and there must be evidence. Raises NotFound, NotYourCase,
    WrongState, CaseWordsMissing, EvidenceMissing, PreservationOpen, GainsWrong, OfficersMissing.
    """
    case = locked(case_id)
    require_officer(case, by, "终结调查")
    _require_told(facts)
    if not case.evidence.standing().exists():
        raise EvidenceMissing(case=case, action="终结调查")
    require_handled(case, "终结调查")
    step = move(case, "end", on=on, by=by, at=at)
    require_day("终结", step.happened_on, at=at, after=case.filed_on)
    report = InvestigationReport.objects.create(
        case=case,
        no=case.reports.count() + 1,
        ended_on=step.happened_on,
        written_at=at,
        written_by=by,
        **_columns(facts),
        **_worked_out(gains),
    )
    _internal.report(case, report, by=by, at=at)
    return report


@transaction.atomic
def reopen_investigation(case_id: int, *, reason: str, by: User, at: datetime) -> Case:
    """Investigate further, also after a prior notice: another report and another notice follow.

    Raises NotFound, NotYourCase, WrongState, CaseWordsMissing, OfficersMissing.
    """
    case = locked(case_id)
    require_officer(case, by, "补充调查")
    if not reason.strip():
        raise CaseWordsMissing(thing=str(case), missing="补充调查的理由")
    is_late = case.state in (CaseState.NOTICED, CaseState.ANSWERED)
    action = "reopen_late" if is_late else "reopen"
    move(case, action, by=by, at=at, text=f"补充调查：{reason.strip()}")
    return case


def _columns(facts: ReportFacts) -> dict[str, Any]:
    return {
        "facts": facts.facts.strip(),
        "evidence_text": facts.evidence.strip(),
        "basis": facts.basis.strip(),
        "discretion": facts.discretion.strip(),
        "proposal": facts.proposal.strip(),
        "proposed_kind": facts.proposed_kind,
        "is_public_interest": facts.is_public_interest,
        "is_complex": facts.is_complex,
        "is_major": facts.is_major,
        "other_review_ground": facts.other_review_ground.strip(),
    }


def _worked_out(gains: Gains | None) -> dict[str, object]:
    if gains is None:
        return {}
    deducts = bool(gains.deduction_basis.strip())
    if gains.collected_fen < 0 or gains.refunded_fen < 0:
        raise GainsWrong(why="金额不能为负数")
    if gains.refunded_fen > gains.collected_fen:
        raise GainsWrong(why="退还金额大于收取金额")
    if deducts and not gains.refunded_fen:
        raise GainsWrong(why="没有退还金额可以扣除")
    if bool(gains.refunded_fen) != (gains.refunded_on is not None):
        raise GainsWrong(why="退还金额和退还日期须同时填写")
    return {
        "collected_fen": gains.collected_fen,
        "refunded_fen": gains.refunded_fen or None,
        "refunded_on": gains.refunded_on,
        "deducts_refund": deducts,
        "deduction_basis": gains.deduction_basis.strip(),
        "gains_fen": gains_of(gains.collected_fen, gains.refunded_fen, deducts=deducts),
        "pupil_count": gains.pupil_count,
        "unit_price_fen": gains.unit_price_fen,
        "lesson_count": gains.lesson_count,
    }


def _require_told(facts: ReportFacts) -> None:
    if facts.proposed_kind not in DecisionKind.values:
        raise BadInput(sentence="请选择拟作出的处理决定种类。")
    said = (
        ("违法事实", facts.facts),
        ("证据", facts.evidence),
        ("依据", facts.basis),
        ("裁量", facts.discretion),
        ("处理建议", facts.proposal),
    )
    if missing := [label for label, text in said if not text.strip()]:
        raise CaseWordsMissing(thing="调查终结报告", missing="、".join(missing))
