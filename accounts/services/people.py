"""Verbs about people: who there is, what they may do, which certificates they hold."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.errors import (
    AdministratorExists,
    AuxiliaryCannotSign,
    CertificateEndsEarly,
    CertificateTaken,
    LastAdministrator,
    UnknownRole,
    UsernameTaken,
)
from accounts.models import Department, OfficerCertificate, User
from accounts.permissions import Permission
from accounts.roles import ROLES
from audit.services import record
from common.clock import chinese_date


@transaction.atomic
def furnish_departments(departments: list[tuple[str, str, str]]) -> None:
    """Make the departments (code, name, kind) that are not there yet. The system's own verb."""
    for code, name, kind in departments:
        Department.objects.get_or_create(code=code, defaults={"name": name, "kind": kind})


@transaction.atomic
def appoint_first_administrator(username: str, *, full_name: str, at: datetime) -> User:
    """The administrator a county starts with. The system's own verb, refused once there is one."""
    if User.objects.with_role("administrator").exists():
        raise AdministratorExists()
    user = _new_user(username, full_name, roles=["administrator"])
    record("user.create", user, by=None, at=at, roles=user.roles)
    return user


@transaction.atomic
def create_user(
    username: str,
    *,
    full_name: str,
    department: Department,
    roles: list[str],
    by: User,
    at: datetime,
    phone: str = "",
    is_auxiliary: bool = False,
) -> User:
    """A person who can sign in once the one-time link (``invite``) was used.

    Raises NotAllowed, UsernameTaken, UnknownRole.
    """
    require(by, Permission.USER_MANAGE)
    user = _new_user(
        username,
        full_name,
        department=department,
        roles=roles,
        phone=phone,
        is_auxiliary=is_auxiliary,
    )
    record("user.create", user, by=by, at=at, roles=roles, department=department.code)
    return user


def _new_user(username: str, full_name: str, *, roles: list[str], **fields: Any) -> User:
    _require_known(roles)
    if User.objects.filter(username=username).exists():
        raise UsernameTaken(username=username)
    user = User(username=username, full_name=full_name, roles=roles, **fields)
    user.set_unusable_password()
    user.save()
    return user


def _require_known(roles: list[str]) -> None:
    for role in roles:
        if role not in ROLES:
            raise UnknownRole(role=role)


@transaction.atomic
def change_user(
    user_id: int,
    *,
    by: User,
    at: datetime,
    roles: list[str] | None = None,
    is_active: bool | None = None,
    phone: str | None = None,
    department: Department | None = None,
) -> User:
    """Change what is given; what is None stays. History keeps before and after.

    Raises NotAllowed, UnknownRole, LastAdministrator.
    """
    require(by, Permission.USER_MANAGE)
    _require_known(roles or [])
    _require_an_administrator_without(user_id, roles=roles, is_active=is_active)
    user = User.objects.select_for_update(of=("self",)).get(pk=user_id)
    wanted = {"roles": roles, "is_active": is_active, "phone": phone, "department": department}
    changed = {
        name: value
        for name, value in wanted.items()
        if value is not None and getattr(user, name) != value
    }
    before = {name: _plain(getattr(user, name)) for name in changed}
    for name, value in changed.items():
        setattr(user, name, value)
    if changed:
        user.save(update_fields=list(changed))
        after = {name: _plain(value) for name, value in changed.items()}
        record("user.change", user, by=by, at=at, was=before, now=after)
    return user


def _require_an_administrator_without(
    user_id: int, *, roles: list[str] | None, is_active: bool | None
) -> None:
    """Somebody must be left who can manage people. Raises LastAdministrator."""
    if is_active is not False and (roles is None or "administrator" in roles):
        return
    # All of them, in order: two who take each other's role at once must not both succeed.
    administrators = User.objects.active().with_role("administrator").order_by("pk")
    held = list(administrators.select_for_update(of=("self",)))
    if [person.pk for person in held] == [user_id]:
        raise LastAdministrator(person=held[0].full_name)


def _plain(value: Any) -> Any:
    return value.code if isinstance(value, Department) else value


@transaction.atomic
def grant_certificate(
    user_id: int,
    *,
    number: str,
    issuer: str,
    valid_from: date,
    valid_until: date,
    by: User,
    at: datetime,
) -> OfficerCertificate:
    """Write down an enforcement certificate.

    Raises NotAllowed, AuxiliaryCannotSign, CertificateTaken, CertificateEndsEarly.
    """
    require(by, Permission.USER_MANAGE)
    user = User.objects.select_for_update(of=("self",)).get(pk=user_id)
    if user.is_auxiliary:
        raise AuxiliaryCannotSign(person=user.full_name)
    if valid_until < valid_from:
        raise CertificateEndsEarly(since=chinese_date(valid_from), until=chinese_date(valid_until))
    taken = OfficerCertificate.objects.filter(number=number).select_related("user").first()
    if taken is not None:
        raise CertificateTaken(number=number, person=taken.user.full_name)
    certificate = OfficerCertificate.objects.create(
        user=user, number=number, issuer=issuer, valid_from=valid_from, valid_until=valid_until
    )
    record("user.certificate", user, by=by, at=at, number=number, until=valid_until.isoformat())
    return certificate
