"""A case and the police: a transfer is proposed from it, and no penalty takes its place.

Source: State Council Order 310 arts. 3, 5, 11 [source: S9]; Penalty Law arts. 27, 35 [source: S1].
What was warned, closed or revoked before the transfer stays in force; the guard looks at new
decisions only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from cases.models import Case, CaseTransfer, Decision
from cases.services._locks import locked
from cases.services._steps import require_officer
from cases.states import DecisionKind
from cases.transfer_errors import PoliceTransferOpen, TransferNeedsParty
from transfers.models import Transfer
from transfers.queries import police_holding
from transfers.services import Material, TransferFacts, propose_transfer


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
