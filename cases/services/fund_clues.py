"""A finding on prepaid money is registered as a clue; whether a case is filed, later work decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from cases.errors import FundClueKnown
from cases.models import Case, FundClue
from cases.services.clues import ClueFacts, PartyFacts, name_party, register_clue
from cases.states import ClueSource, PartyKind
from common.errors import NotFound
from funds.models import FundFinding


@transaction.atomic
def clue_from_finding(
    finding_id: int, officer_ids: Sequence[int], *, cause: str, by: User, at: datetime
) -> Case:
    """Register a clue in the words of a finding, with the institution as its party.

    Who is not among the officers cannot name a party; they do it then.

    Raises NotFound, NotAllowed, FundClueKnown, and what ``register_clue`` refuses.
    """
    require(by, Permission.CASE_HANDLE)
    rows = FundFinding.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    finding = rows.with_subjects().filter(pk=finding_id).first()
    if finding is None:
        raise NotFound(what="预收费问题")
    if (known := FundClue.objects.filter(finding=finding).first()) is not None:
        raise FundClueKnown(finding=finding, case=known.case)
    institution = finding.account.supervised
    facts = ClueFacts(
        cause=cause,
        source=ClueSource.INSPECTION,
        text=f"{institution.name}：{finding.sentence}（依据：{finding.basis}）",
        found_on=finding.opened_on,
    )
    case = register_clue(facts, list(officer_ids), by=by, at=at)
    if by.pk in officer_ids:
        party = PartyFacts(kind=PartyKind.INSTITUTION, institution_id=institution.pk)
        name_party(case.pk, party, by=by, at=at)
    FundClue.objects.create(finding=finding, case=case)
    record("fund_finding.clue", finding, by=by, at=at, case=case.pk)
    return case
