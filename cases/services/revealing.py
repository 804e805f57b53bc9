"""Looking at a sealed number of a party: for a purpose, and never without a trace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from cases.errors import CaseWordsMissing
from cases.models import CaseOfficer
from cases.services._locks import locked
from common.errors import NotAllowed, NotFound

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
    is_officer = CaseOfficer.objects.standing().filter(case=case, user=by).exists()
    if not is_officer and not any(by.has(permission) for permission in _OTHERS):
        raise NotAllowed(what="查看当事人号码")
    if case.party is None:
        raise NotFound(what="本案的当事人")
    if not purpose.strip():
        raise CaseWordsMissing(thing=str(case), missing="查看目的")
    shown = Revealed(case.party.id_number, case.party.phone)
    record("case.reveal_party", case, by=by, at=at, purpose=purpose.strip())
    return shown
