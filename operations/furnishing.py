"""What every county starts with: departments, law, calendar, checklists, parameters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import DepartmentKind, User
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


def first_administrator(username: str, *, full_name: str, at: datetime) -> str:
    """Appoint the county's first administrator; the path of the one-time link.

    An opening that was stopped after this goes on with a new link for the same person, as
    long as nobody has used the first one.
    """
    waiting = User.objects.with_role("administrator").filter(username=username).first()
    if waiting is None or waiting.has_usable_password():
        waiting = appoint_first_administrator(username, full_name=full_name, at=at)
    return invite(waiting.pk, by=None, at=at)
