"""Evidence of a case: added with its number, excluded with a reason; orders to correct linked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from audit.services import record
from cases.errors import CaseWordsMissing, EvidenceWrong, OrderElsewhere
from cases.models import Case, CaseCorrection, CaseEvidence
from cases.services._locks import locked
from cases.services._steps import note, require_day, require_officer
from cases.states import AFTER_DECISION, CaseState, EvidenceKind
from common.errors import NotFound, WrongState
from documents.models import StoredFile
from enforcement.models import Notice
from enforcement.states import BEFORE_APPROVAL, TAKEN_BACK, TELLING
from evidence.models import Original, Paper

_OVER = (
    *AFTER_DECISION,
    CaseState.WITHDRAWN,
    CaseState.TRANSFERRED,
    CaseState.NOT_FILED,
)


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """One piece: what it is, from where, what it proves; one source or a described thing."""

    kind: str
    name: str
    obtained_on: date
    obtained_from: str
    proves: str
    original_id: int | None = None
    paper_id: int | None = None
    file_id: int | None = None
    is_copy: bool = False
    page_count: int = 1


@transaction.atomic
def add_evidence(case_id: int, facts: EvidenceFacts, *, by: User, at: datetime) -> CaseEvidence:
    """Put a piece of evidence on the list, under the next number; two certified officers took it.

    Without a source it is a thing that is described. Raises NotFound, NotAllowed, NotYourCase,
    WrongState, EvidenceWrong, CaseWordsMissing, CaseDayWrong, OfficersMissing.
    """
    case = locked(case_id)
    require_officer(case, by, "登记证据")
    require_running(case, "登记证据")
    _require_told(case, facts)
    require_day("取证", facts.obtained_on, at=at)
    source = _source(case, facts)
    evidence = CaseEvidence.objects.create(
        case=case,
        no=case.evidence.count() + 1,
        kind=facts.kind,
        name=facts.name.strip(),
        is_object=not any(source.values()),
        is_copy=facts.is_copy,
        page_count=facts.page_count,
        obtained_on=facts.obtained_on,
        obtained_from=facts.obtained_from.strip(),
        proves=facts.proves.strip(),
        added_at=at,
        added_by=by,
        **source,
    )
    note(case, "evidence", text=f"登记{evidence}", by=by, at=at)
    return evidence


@transaction.atomic
def exclude_evidence(
    evidence_id: int,
    *,
    reason: str,
    by: User,
    at: datetime,
    is_lawful: bool = True,
    is_relevant: bool = True,
    is_true: bool = True,
) -> CaseEvidence:
    """Take a piece out of consideration; number and row stay. Unlawful evidence must go (art. 46).

    Raises NotFound, NotAllowed, NotYourCase, WrongState, CaseWordsMissing.
    """
    found = CaseEvidence.objects.filter(pk=evidence_id).values_list("case_id", flat=True).first()
    if found is None:
        raise NotFound(what="这份证据")
    case = locked(found)
    require_officer(case, by, "排除证据")
    require_running(case, "排除证据")
    evidence = CaseEvidence.objects.select_for_update(of=("self",)).get(pk=evidence_id)
    if evidence.excluded_at is not None:
        raise EvidenceWrong(case=case, why=f"{evidence}已经排除")
    if not reason.strip():
        raise CaseWordsMissing(thing=str(evidence), missing="排除理由")
    evidence.is_lawful, evidence.is_relevant, evidence.is_true = is_lawful, is_relevant, is_true
    evidence.excluded_reason = reason.strip()
    evidence.excluded_at, evidence.excluded_by = at, by
    evidence.save()
    note(case, "exclude_evidence", text=f"排除{evidence}：{reason.strip()}", by=by, at=at)
    return evidence


@transaction.atomic
def link_correction(case_id: int, notice_id: int, *, by: User, at: datetime) -> CaseCorrection:
    """Say that an order to correct belongs to the case. Its date is read from its paper alone.

    Raises NotFound, NotAllowed, NotYourCase, OrderElsewhere.
    """
    case = locked(case_id)
    require_officer(case, by, "关联责令改正文书")
    notice = Notice.objects.select_for_update(of=("self",), no_key=True).filter(pk=notice_id)
    order = notice.select_related("institution").first()
    if order is None:
        raise NotFound(what="这份责令改正文书")
    if why := _why_not_ours(case, order):
        raise OrderElsewhere(notice=order, case=case, why=why)
    link = CaseCorrection.objects.create(case=case, notice=order, linked_at=at, linked_by=by)
    note(case, "correct", text=f"关联{order}", by=by, at=at)
    record("case.correction", case, by=by, at=at, notice=order.number)
    return link


def _why_not_ours(case: Case, order: Notice) -> str:
    if order.form in TELLING:
        return "它不是责令改正的文书"
    if order.state in (*BEFORE_APPROVAL, *TAKEN_BACK):
        return f"它现在是“{order.get_state_display()}”"
    if case.party is None or case.party.institution_id != order.institution_id:
        return f"它是对{order.institution}制发的，与本案当事人不同"
    if (there := CaseCorrection.objects.filter(notice=order).first()) is not None:
        return f"已经属于{there.case}"
    return ""


def _require_told(case: Case, facts: EvidenceFacts) -> None:
    if facts.kind not in EvidenceKind.values:
        raise EvidenceWrong(case=case, why=f"没有“{facts.kind}”这种证据")
    said = (("名称", facts.name), ("来源", facts.obtained_from), ("证明内容", facts.proves))
    missing = [label for label, text in said if not text.strip()]
    if missing:
        raise CaseWordsMissing(thing="证据", missing="、".join(missing))


def _source(case: Case, facts: EvidenceFacts) -> dict[str, object]:
    """The one source, looked up. Raises EvidenceWrong."""
    asked = {
        "original": (Original, facts.original_id),
        "paper": (Paper, facts.paper_id),
        "file": (StoredFile, facts.file_id),
    }
    given = {name: pair for name, pair in asked.items() if pair[1] is not None}
    if len(given) > 1:
        raise EvidenceWrong(case=case, why="一份证据只能有一个来源")
    source: dict[str, object] = dict.fromkeys(asked)
    for name, (model, pk) in given.items():
        source[name] = model._default_manager.filter(pk=pk).first()
        if source[name] is None:
            raise EvidenceWrong(case=case, why="所选的来源不存在")
    return source


def require_running(case: Case, action: str) -> None:
    """Go on only if the case is neither decided nor over. Raises WrongState."""
    if case.state in _OVER:
        raise WrongState(thing=case, state=case.get_state_display(), action=action, wanted="办理中")
