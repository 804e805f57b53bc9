"""People to sign in as. Passwords are made at the first start and written to one local file."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from pathlib import Path

from accounts.models import Department, User
from accounts.queries import lead_department
from accounts.roles import APART, SYSTEM_ADMINISTRATOR
from accounts.services import accept_invitation, invite
from common.clock import localdate
from operations.replay.cast import Office
from operations.replay.invention import Inventor
from tenants.current import county

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else


def appoint(*, at: datetime) -> list[User]:
    """Everybody the demonstration needs today, officers with a certificate that holds today."""
    here = county()
    inventor = Inventor("people", county_code=here.code, boundary=here.boundary)
    office = Office.of(inventor, localdate(at), at)
    bureau = lead_department()
    people = [User.objects.active().with_role(role)[0] for role in APART]
    people += office.officers("inspector", bureau, 4)
    for role in ("section_head", "bureau_head", "legal_reviewer"):
        people.append(office.person(role, bureau, 1))
    for role in ("registry_clerk", "funds_supervisor"):
        people.append(office.person(role, bureau, 1))
    for department in Department.objects.exclude(pk=bureau.pk):
        people += office.officers("partner_officer", department, 1)
    return people


def give_passwords(people: list[User], logins: Path, *, at: datetime) -> None:
    """A password for everybody who has none, through the one-time link; noted in ``logins``."""
    adds = next(person for person in people if SYSTEM_ADMINISTRATOR in person.roles)
    new = {person: _password() for person in people if not person.has_usable_password()}
    for person, password in new.items():
        by = None if set(person.roles) & set(APART) else adds
        _, _, uid, token, _ = invite(person.pk, by=by, at=at).split("/")
        accept_invitation(uid, token, password=password, at=at)
    if new:
        _note(logins, new)


def _password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def _note(logins: Path, new: dict[User, str]) -> None:
    """Append, readable by the owner only: they are passwords, though of invented people."""
    descriptor = os.open(logins, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        for person, password in new.items():
            place = person.department.name if person.department else "—"
            file.write(f"{person.username:<18}{password:<18}{person.role_names} {place}\n")
