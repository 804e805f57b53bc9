"""The people of a replay: those the county has, and invented ones where a role is empty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Department, DepartmentKind, User
from accounts.queries import certificate_on, lead_department
from accounts.roles import SECURITY_ADMINISTRATOR, SYSTEM_ADMINISTRATOR
from accounts.services import (
    create_user,
    furnish_departments,
    grant_certificate,
    grant_roles,
)
from operations.errors import NobodyToAct
from operations.replay.document import DepartmentLine
from operations.replay.invention import Inventor
from tenants.current import county

KINDS = {
    "samr": DepartmentKind.MARKET,
    "police": DepartmentKind.POLICE,
    "housing": DepartmentKind.HOUSING,
    "culture": DepartmentKind.CULTURE,
    "health": DepartmentKind.HEALTH,
    "fire": DepartmentKind.FIRE,
    "urban": DepartmentKind.URBAN,
    "civil": DepartmentKind.CIVIL,
    "sport": DepartmentKind.SPORT,
    "science": DepartmentKind.SCIENCE,
}
INSPECTORS = 4  # two teams of two
CERTIFICATE_YEARS = 5


@dataclass(frozen=True, slots=True)
class Cast:
    """Who does what in a replay."""

    inspectors: list[User]
    partners: dict[str, User]  # by department code
    section_head: User
    bureau_head: User
    clerk: User

    @property
    def departments(self) -> list[Department]:
        return [officer.department for officer in self.partners.values() if officer.department]


def gather(
    partners: tuple[DepartmentLine, ...],
    *,
    inventor: Inventor,
    on: date,
    at: datetime,
) -> Cast:
    """Find or appoint everybody a replay needs, each officer with a certificate for ``on``.

    Education is the county's own, whatever the file calls it: a county has one lead.
    """
    furnish_departments(
        [(line.code, line.name, KINDS.get(line.code, "other")) for line in partners]
    )
    office = Office.of(inventor, on, at)
    bureau = lead_department()
    return Cast(
        inspectors=office.officers("inspector", bureau, INSPECTORS),
        partners={
            line.code: office.officers(
                "partner_officer", Department.objects.get(code=line.code), 1
            )[0]
            for line in partners
        },
        section_head=office.person("section_head", bureau, 1),
        bureau_head=office.person("bureau_head", bureau, 1),
        clerk=office.person("registry_clerk", bureau, 1),
    )


@dataclass(frozen=True, slots=True)
class Office:
    """Appoints people as the county does: one administrator adds them, another grants the role."""

    adds: User
    grants: User
    inventor: Inventor
    on: date
    at: datetime

    @classmethod
    def of(cls, inventor: Inventor, on: date, at: datetime) -> Office:
        """The office of the current county. Raises NobodyToAct when one of the two is missing."""
        active = User.objects.active()
        adds = active.with_role(SYSTEM_ADMINISTRATOR).first()
        grants = active.with_role(SECURITY_ADMINISTRATOR).first()
        if adds is None or grants is None:
            raise NobodyToAct(county=county().name)
        return cls(adds, grants, inventor, on, at)

    def person(self, role: str, department: Department, number: int) -> User:
        """The ``number``-th active person of the department with this role, made if missing.

        An auxiliary may attend but never signs, so plays no part here.
        """
        holding = User.objects.active().with_role(role)
        fit = holding.filter(department=department, is_auxiliary=False)
        held = list(fit[number - 1 : number])
        return held[0] if held else self._appoint(role, department, number)

    def officers(self, role: str, department: Department, number: int) -> list[User]:
        people = [self.person(role, department, place) for place in range(1, number + 1)]
        for officer in people:
            self.certify(officer)
        return people

    def certify(self, officer: User) -> None:
        if certificate_on(officer, self.on) is not None:
            return
        first = date(self.on.year, 1, 1)
        grant_certificate(
            officer.pk,
            number=f"{county().code}{officer.pk:05d}{self.on.year % 100:02d}",
            issuer=f"{county().name}人民政府",
            valid_from=first,
            valid_until=date(first.year + CERTIFICATE_YEARS - 1, 12, 31),
            by=self.adds,
            at=self.at,
        )

    def _appoint(self, role: str, department: Department, number: int) -> User:
        stem = department.code if role == "partner_officer" else role.replace("_", "-")
        person = create_user(
            self._free_username(stem, number),
            full_name=self.inventor.person(),
            department=department,
            by=self.adds,
            at=self.at,
        )
        return grant_roles(person.pk, [role], by=self.grants, at=self.at)

    @staticmethod
    def _free_username(stem: str, number: int) -> str:
        while User.objects.filter(username=f"{stem}{number}").exists():
            number += 1
        return f"{stem}{number}"
