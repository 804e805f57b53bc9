"""Verbs about people: who there is, what they may do, which certificates they hold."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.errors import (
    AccountInactive,
    AdministratorExists,
    AuxiliaryCannotSign,
    CannotGrantSelf,
    CertificateEndsEarly,
    CertificateTaken,
    LastAdministrator,
    RoleOfOthers,
    RolesApart,
    UnknownRole,
    UsernameTaken,
)
from accounts.models import Department, OfficerCertificate, User
from accounts.permissions import Permission
from accounts.roles import APART, ROLES, may_be_held_by, may_be_held_together
from accounts.services.sessions import drop_sessions
from audit.services import record
from common.clock import chinese_date


@transaction.atomic
def furnish_departments(departments: list[tuple[str, str, str]]) -> None:
    """Make the departments (code, name, kind) that are not there yet. The system's own verb."""
    for code, name, kind in departments:
        Department.objects.get_or_create(code=code, defaults={"name": name, "kind": kind})


@transaction.atomic
def appoint_first_administrator(role: str, username: str, *, full_name: str, at: datetime) -> User:
    """The first of the administrators apart (``accounts.roles.APART``) of one kind.

    The system's own verb, refused while there is one in use. Raises UnknownRole,
    AdministratorExists, UsernameTaken.
    """
    if role not in APART:
        raise UnknownRole(role=role)
    if User.objects.active().with_role(role).exists():
        raise AdministratorExists(role=ROLES[role].name)
    user = _new_user(username, full_name, roles=[role])
    record("user.create", user, by=None, at=at, roles=user.roles)
    return user


@transaction.atomic
def create_user(
    username: str,
    *,
    full_name: str,
    department: Department,
    by: User,
    at: datetime,
    phone: str = "",
    is_auxiliary: bool = False,
) -> User:
    """A person who can sign in once the one-time link (``invite``) was used.

    They may do nothing until a security administrator grants a role (``grant_roles``).
    Raises NotAllowed, UsernameTaken.
    """
    require(by, Permission.USER_MANAGE)
    given = {"department": department, "phone": phone, "is_auxiliary": is_auxiliary}
    user = _new_user(username, full_name, roles=[], **given)
    record("user.create", user, by=by, at=at, department=department.code)
    return user


@transaction.atomic
def create_service(
    username: str,
    *,
    full_name: str,
    department: Department,
    roles: list[str],
    by: User,
    at: datetime,
) -> User:
    """The service user of a partner's machine. It has no password and never gets one.

    Raises NotAllowed, UsernameTaken, UnknownRole, RoleOfOthers.
    """
    require(by, Permission.CLIENT_MANAGE)
    _require_grantable(roles, is_service=True)
    given = {"department": department, "is_service": True}
    user = _new_user(username, full_name, roles=roles, **given)
    record("user.create", user, by=by, at=at, department=department.code, roles=roles)
    return user


@transaction.atomic
def retire_service(user_id: int, *, by: User, at: datetime) -> User:
    """The machine's user goes out of use with its roles. Twice changes nothing."""
    require(by, Permission.CLIENT_MANAGE)
    user = User.objects.select_for_update(of=("self",)).get(pk=user_id, is_service=True)
    _change(user, {"is_active": False, "roles": []}, by=by, at=at)
    return user


def _new_user(username: str, full_name: str, *, roles: list[str], **fields: Any) -> User:
    if User.objects.filter(username=username).exists():
        raise UsernameTaken(username=username)
    user = User(username=username, full_name=full_name, roles=roles, **fields)
    user.set_unusable_password()
    user.save()
    return user


@transaction.atomic
def change_user(
    user_id: int,
    *,
    by: User,
    at: datetime,
    is_active: bool | None = None,
    phone: str | None = None,
    department: Department | None = None,
) -> User:
    """Change what is given; what is None stays. History keeps before and after.

    An account that is put out of use loses its roles: whoever comes back is granted them anew,
    so that the system administrator alone can give nobody a right.
    Raises NotAllowed, LastAdministrator.
    """
    require(by, Permission.USER_MANAGE)
    if is_active is False:
        _require_another_administrator(user_id, keeping=[])
    user = User.objects.select_for_update(of=("self",)).get(pk=user_id)
    wanted: dict[str, Any] = {"is_active": is_active, "phone": phone, "department": department}
    if is_active is False:
        wanted["roles"] = []
    _change(user, wanted, by=by, at=at)
    return user


def put_out_of_use(user_id: int, *, by: User, at: datetime) -> User:
    """For verbs of this app that have asked for the right. Raises LastAdministrator."""
    _require_another_administrator(user_id, keeping=[])  # takes its locks before the person's
    user = User.objects.select_for_update(of=("self",)).get(pk=user_id)
    _change(user, {"is_active": False, "roles": []}, by=by, at=at)
    return user


@transaction.atomic
def grant_roles(user_id: int, roles: list[str], *, by: User, at: datetime) -> User:
    """From now on this person holds exactly ``roles``. The same again is no change.

    Raises NotAllowed, CannotGrantSelf, UnknownRole, RolesApart, AccountInactive,
    LastAdministrator.
    """
    require(by, Permission.ROLE_GRANT)
    if by.pk == user_id:
        raise CannotGrantSelf()
    _require_grantable(roles, is_service=User.objects.filter(pk=user_id, is_service=True).exists())
    _require_another_administrator(user_id, keeping=roles)
    user = User.objects.select_for_update(of=("self",)).get(pk=user_id)
    if not user.is_active and roles:
        raise AccountInactive(person=user.full_name)
    _change(user, {"roles": roles}, by=by, at=at)
    return user


def _require_grantable(roles: list[str], *, is_service: bool) -> None:
    for role in roles:
        if role not in ROLES:
            raise UnknownRole(role=role)
    if not may_be_held_together(roles):
        raise RolesApart(roles="、".join(ROLES[role].name for role in roles))
    if not may_be_held_by(roles, is_service=is_service):
        raise RoleOfOthers(roles="、".join(ROLES[role].name for role in roles))


def _require_another_administrator(user_id: int, *, keeping: list[str]) -> None:
    """Somebody else must be left for what this person gives up. Raises LastAdministrator."""
    # All of them, in order: two who take each other's role at once must not both succeed.
    administrators = User.objects.active().filter(roles__overlap=list(APART)).order_by("pk")
    held = list(administrators.select_for_update(of=("self",)))
    for role in set(APART) - set(keeping):
        holders = [person for person in held if role in person.roles]
        if [person.pk for person in holders] == [user_id]:
            raise LastAdministrator(person=holders[0].full_name, role=ROLES[role].name)


def _change(user: User, wanted: dict[str, Any], *, by: User, at: datetime) -> None:
    """Save what differs, and write both values to history. The caller holds the lock."""
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
        if "roles" in changed or "is_active" in changed:
            drop_sessions(user)  # nobody goes on with rights of before
        after = {name: _plain(value) for name, value in changed.items()}
        kind = "user.grant" if "roles" in changed and "is_active" not in changed else "user.change"
        record(kind, user, by=by, at=at, was=before, now=after)


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
