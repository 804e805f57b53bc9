"""What every county starts with: departments, law, calendar, checklists, parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.errors import AdministratorExists
from accounts.models import DepartmentKind, User
from accounts.roles import (
    APART,
    AUDIT_ADMINISTRATOR,
    ROLES,
    SECURITY_ADMINISTRATOR,
    SYSTEM_ADMINISTRATOR,
)
from accounts.services import appoint_first_administrator, furnish_departments, invite
from inspections.services import load_checklists
from policies.services import load_calendar, load_catalogue, seed_parameters
from tenants.current import county
from tenants.models import County

DEPARTMENTS = [
    ("edu", "县教育局", DepartmentKind.EDUCATION),
    ("samr", "县市场监管局", DepartmentKind.MARKET),
    ("police", "县公安局", DepartmentKind.POLICE),
    ("housing", "县住建局", DepartmentKind.HOUSING),
    ("culture", "县文旅局", DepartmentKind.CULTURE),
    ("health", "县卫健局", DepartmentKind.HEALTH),
    ("fire", "县消防大队", DepartmentKind.FIRE),
    ("urban", "县城管局", DepartmentKind.URBAN),
]


FIRST_USERNAMES = {
    SYSTEM_ADMINISTRATOR: "sysadmin",
    SECURITY_ADMINISTRATOR: "secadmin",
    AUDIT_ADMINISTRATOR: "auditadmin",
}


def furnish(*, at: datetime) -> None:
    """Put in place what the current county lacks. Safe to repeat."""
    furnish_the_same(at=at)
    furnish_its_own(at=at)


def furnish_the_same(*, at: datetime) -> None:
    """What no county has otherwise than the next one; a template of schemas holds it ready."""
    furnish_departments(DEPARTMENTS)
    load_catalogue(at=at)
    load_calendar(at=at)
    load_checklists(at=at)


def furnish_its_own(*, at: datetime) -> None:
    """What carries the county's name, or what the county may set."""
    seed_parameters(_facts(county()), at=at)


def _facts(here: County) -> dict[str, Any]:
    """What the county itself says; everything else is the package's value until it is changed."""
    facts: dict[str, Any] = {
        "organ.name": f"{here.name}教育局",
        "organ.government": f"{here.name}人民政府",
    }
    if here.is_demonstration:
        facts["organ.contact"] = {"address": "演示地址1号", "phone": "0000-2345678"}
    return facts


@dataclass(frozen=True, slots=True)
class FirstLink:
    """The path of the one-time link with which a first administrator sets a password."""

    role: str
    username: str
    path: str


def first_administrators(
    *, at: datetime, usernames: Mapping[str, str] = FIRST_USERNAMES
) -> list[FirstLink]:
    """Appoint the county's first administrator of each kind that has none; their one-time links.

    Whoever was appointed and has not set a password yet gets a new link, so an opening that was
    stopped after this goes on with the same persons.

    Raises:
        AdministratorExists: there is one of each kind who has set a password.
    """
    links = [_first_link(role, usernames[role], at=at) for role in APART]
    waiting = [link for link in links if link is not None]
    if not waiting:
        raise AdministratorExists(role="、".join(ROLES[role].name for role in APART))
    return waiting


def _first_link(role: str, username: str, *, at: datetime) -> FirstLink | None:
    holders = list(User.objects.active().with_role(role))
    if any(person.has_usable_password() for person in holders):
        return None
    if not holders:
        name = ROLES[role].name
        holders = [appoint_first_administrator(role, username, full_name=name, at=at)]
    return FirstLink(role, holders[0].username, invite(holders[0].pk, by=None, at=at))
