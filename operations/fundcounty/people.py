"""Who keeps the accounts of the made-up county, and the institutions that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from accounts.queries import lead_department
from institutions.models import Institution
from institutions.services import InstitutionData, SiteData, register_institution
from institutions.states import InstitutionKind, InstitutionState, Nature, RegisterKind
from operations.replay.cast import Office
from operations.replay.invention import Inventor


@dataclass(frozen=True, slots=True)
class Keepers:
    """Proposes, checks, approves, approves once more; and enters institutions."""

    clerk: User
    checker: User
    head: User
    bureau_head: User
    registrar: User

    @classmethod
    def of(cls, inventor: Inventor, on: date, at: datetime) -> Keepers:
        office, bureau = Office.of(inventor, on, at), lead_department()
        return cls(
            clerk=office.person("funds_supervisor", bureau, 1),
            checker=office.person("funds_supervisor", bureau, 2),
            head=office.person("section_head", bureau, 1),
            bureau_head=office.person("bureau_head", bureau, 1),
            registrar=office.person("registry_clerk", bureau, 1),
        )


def institution(inventor: Inventor, no: int, keepers: Keepers, at: datetime) -> Institution:
    """A licensed one; every third teaches no school subject."""
    made = inventor.institution("subject")
    kind = InstitutionKind.NON_SUBJECT if no % 3 == 2 else InstitutionKind.SUBJECT
    data = InstitutionData(
        name=made.name,
        kind=kind,
        state=InstitutionState.LICENSED,
        nature=Nature.FOR_PROFIT,
        register_kind=RegisterKind.BUSINESS,
        credit_code=made.credit_code,
        licence_no=made.licence_no,
        legal_person=made.principal,
        principal=made.principal,
        phone=made.phone,
    )
    site = SiteData(address=made.address, x=made.point.x, y=made.point.y, accuracy_m=10)
    return register_institution(data, site=site, by=keepers.registrar, at=at)
