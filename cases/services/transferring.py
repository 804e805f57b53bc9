"""A case and the police: a transfer is proposed from it, and no penalty takes its place.

Source: State Council Order 310 arts. 3, 5, 11 [source: S9]; Penalty Law arts. 27, 35 [source: S1].
What was warned, closed or revoked before the transfer stays in force; the guard looks at new
decisions only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from accounts.models import Department, User
from cases.models import Case, CaseEvidence, CaseTransfer, Decision
from cases.services._locks import locked
from cases.services._steps import require_officer
from cases.states import DecisionKind
from cases.transfer_errors import PoliceTransferOpen, TransferNeedsParty
from common.clock import localdate
from documents.models import StoredFile
from papers.models import OfficialPaper
from papers.states import PaperState
from transfers.models import Transfer
from transfers.queries import police_answer_by, police_holding
from transfers.services import (
    Decided,
    Material,
    TransferFacts,
    enter_handed_over,
    propose_transfer,
)
from transfers.states import TransferKind

_STANDING = (PaperState.APPROVED, PaperState.PRINTED)


@transaction.atomic
def propose_case_transfer(
    case_id: int,
    facts: TransferFacts,
    materials: Sequence[Material],
    *,
    second_officer: User | None = None,
    by: User,
    at: datetime,
) -> Transfer:
    """An officer of the case proposes to give a matter of it to the body whose it is.

    Raises NotFound, NotYourCase, TransferNeedsParty and what ``propose_transfer`` raises.
    """
    case = locked(case_id)
    require_officer(case, by, "提出移送")
    institution = case.party.institution_id if case.party else None
    if institution is None:
        raise TransferNeedsParty(case=case)
    transfer = propose_transfer(
        institution, facts, materials, second_officer=second_officer, by=by, at=at
    )
    CaseTransfer.objects.create(case=case, transfer=transfer)
    return transfer


def held_by_police(case: Case) -> Transfer | None:
    """A transfer to the police, of the case or of the finding it began with, that is not answered."""
    finding = case.clue.finding_id if case.clue else 0
    of_case = Q(pk__in=CaseTransfer.objects.filter(case=case).values("transfer_id"))
    rows = Transfer.objects.filter(of_case | Q(findings__finding=finding))
    return police_holding(rows.values_list("pk", flat=True))


def require_no_police_transfer(case: Case, decision: Decision) -> None:
    """No penalty in the place of a transfer. Raises PoliceTransferOpen."""
    if decision.kind != DecisionKind.PENALTY:
        return
    if (transfer := held_by_police(case)) is not None:
        raise PoliceTransferOpen(case=case, transfer=transfer, state=transfer.get_state_display())


def begin_police_transfer(
    case: Case, decision: Decision, *, signer: str, by: User, at: datetime
) -> Transfer | None:
    """The transfer by which the answer of the police is followed, from a case handed over to them.

    None when the party is not in the register (a transfer is about an institution), and when one
    of this case is with the police already. Raises what ``enter_handed_over`` raises.
    """
    institution = case.party.institution_id if case.party else None
    if institution is None or held_by_police(case) is not None:
        return None
    paper = _letter_of(decision)
    transfer = enter_handed_over(
        institution,
        _facts_of(case, decision, paper, at),
        _materials_of(case),
        _decided(case, decision, paper),
        signer=signer,
        by=by,
        at=at,
    )
    CaseTransfer.objects.get_or_create(transfer=transfer, defaults={"case": case})
    return transfer


def _letter_of(decision: Decision) -> OfficialPaper:
    """The newest D25 that stands: it was approved together with the decision."""
    own = decision.papers.filter(paper__code="D25", paper__state__in=_STANDING)
    return own.select_related("paper").latest("pk").paper


def _facts_of(case: Case, decision: Decision, paper: OfficialPaper, at: datetime) -> TransferFacts:
    receiver = str(paper.facts["addressee"])
    told: dict[str, Any] = {
        "receiver": Department.objects.filter(name=receiver).first(),
        "receiver_name": receiver,
        "cause": case.cause,
        "source": f"案件办理（{case.get_source_display()}）",
        "summary": decision.facts,
        "grounds": decision.reason,
        "law_text": decision.basis,
        "found_on": case.found_on,
        "reply_by": police_answer_by(localdate(at)),
    }
    return TransferFacts(TransferKind.POLICE, **told)


def _decided(case: Case, decision: Decision, paper: OfficialPaper) -> Decided:
    """Two officers answer for it: who drafted the decision, and another one of the case."""
    assert decision.approved_by is not None
    assert decision.approved_at is not None
    others = case.officers.exclude(user=decision.drafted_by_id).select_related("user")
    second = others.order_by(F("left_on").asc(nulls_first=True), "pk").first()
    assert second is not None, "two officers at least have investigated"
    return Decided(
        proposed_by=decision.drafted_by,
        second_officer=second.user,
        proposed_at=decision.drafted_at,
        by=decision.approved_by,
        at=decision.approved_at,
        paper=paper,
    )


def _materials_of(case: Case) -> list[Material]:
    """Evidence that is a file goes along; things are handed over by list once the police file."""
    rows = case.evidence.standing().select_related("file", "original__file", "paper__document")
    lines = ((_file_of(one), one) for one in rows.order_by("no"))
    return [Material(file, one.name, one.page_count) for file, one in lines if file is not None]


def _file_of(one: CaseEvidence) -> StoredFile | None:
    if one.original is not None:
        return one.original.file
    return one.paper.document if one.paper is not None else one.file
