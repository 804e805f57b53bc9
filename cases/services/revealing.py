"""Looking at a sealed number: of a party, or on a printed paper. For a purpose, on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from cases.errors import CaseWordsMissing
from cases.models import Case, CaseOfficer, CasePaper
from cases.services._locks import locked
from common.errors import NotAllowed, NotFound
from papers.models import OfficialPaper
from papers.queries import get_paper

_OTHERS = (Permission.CASE_ENDORSE, Permission.CASE_REVIEW, Permission.CASE_DECIDE)


@dataclass(frozen=True, slots=True)
class Revealed:
    """The numbers in clear; empty where none is kept."""

    id_number: str
    phone: str


@transaction.atomic
def reveal_party(case_id: int, *, purpose: str, by: User, at: datetime) -> Revealed:
    """Show the identity number and telephone of the party to whoever handles or decides the case.

    The look and its purpose stand in the history; the numbers do not. Raises NotFound,
    NotAllowed, CaseWordsMissing, FieldKeyGone, FieldDamaged.
    """
    case = locked(case_id)
    _require_may_look(case, by)
    if case.party is None:
        raise NotFound(what="本案的当事人")
    told = _purpose(purpose, of=case)
    shown = Revealed(case.party.id_number, case.party.phone)
    record("case.reveal_party", case, by=by, at=at, purpose=told)
    return shown


@transaction.atomic
def take_paper(paper_id: int, *, purpose: str, by: User, at: datetime) -> OfficialPaper:
    """Take out a printed paper that bears numbers of a person, to serve it or to read it.

    Whoever may look at the party's numbers may; of a paper outside a case, whoever handles cases
    or decides them. The look and its purpose stand in the history of the paper. Raises NotFound,
    NotAllowed, CaseWordsMissing.
    """
    paper = get_paper(paper_id, user=by)
    if paper.document is None:
        raise NotFound(what="印制好的文书")
    link = CasePaper.objects.filter(paper=paper).select_related("case").first()
    _require_may_look(link.case if link else None, by)
    told = _purpose(purpose, of=paper)
    record("official_paper.take", paper, by=by, at=at, purpose=told, sha256=paper.sha256)
    return paper


def _require_may_look(case: Case | None, by: User) -> None:
    """Of a case its officers and who decides it; else whoever handles cases. Raises NotAllowed."""
    if case is None:
        may = by.has(Permission.CASE_HANDLE)
    else:
        may = CaseOfficer.objects.standing().filter(case=case, user=by).exists()
    if not may and not any(by.has(permission) for permission in _OTHERS):
        raise NotAllowed(what="查看当事人号码")


def _purpose(purpose: str, *, of: Case | OfficialPaper) -> str:
    if not purpose.strip():
        raise CaseWordsMissing(thing=str(of), missing="查看目的")
    return purpose.strip()
