"""Verbs about passwords: the one-time link, the first one, a change."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import check_password, is_password_usable
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from accounts.access import require
from accounts.errors import (
    InvitationInvalid,
    OperatorsLiveInPublic,
    PasswordTooWeak,
    PasswordUsedBefore,
    ServiceSignsInNowhere,
)
from accounts.models import User
from accounts.permissions import Permission
from accounts.roles import APART, OPERATOR
from accounts.services.sessions import drop_sessions, keep_old_password
from audit.services import record
from tenants.current import is_public


@transaction.atomic
def invite(user_id: int, *, by: User | None, at: datetime) -> str:
    """The path of a one-time link with which this person sets a password.

    It holds for three days and dies with its first use. ``by`` None only for a first
    administrator, who has nobody above. Raises NotAllowed, ServiceSignsInNowhere.
    """
    user = User.objects.get(pk=user_id)
    if user.is_service:
        raise ServiceSignsInNowhere(person=user.full_name)
    if by is not None or user.has_usable_password() or not set(user.roles) & set(APART):
        require(by, Permission.USER_MANAGE)
    return _invite(user, by=by, at=at)


@transaction.atomic
def add_operator(username: str, *, full_name: str, at: datetime) -> str:
    """The path of a one-time link for an operator of the platform, who is made if need be.

    The verb of whoever has a shell on the server. Raises OperatorsLiveInPublic.
    """
    if not is_public():
        raise OperatorsLiveInPublic()
    user, is_new = User.objects.get_or_create(
        username=username, defaults={"full_name": full_name, "roles": [OPERATOR.code]}
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        record("user.create", user, by=None, at=at, roles=user.roles)
    return _invite(user, by=None, at=at)


def _invite(user: User, *, by: User | None, at: datetime) -> str:
    record("user.invite", user, by=by, at=at)
    uid = urlsafe_base64_encode(str(user.pk).encode())
    return f"/welcome/{uid}/{default_token_generator.make_token(user)}/"


def get_invited(uid: str, token: str) -> User:
    """The person of a one-time link. Raises InvitationInvalid."""
    try:
        user = User.objects.active().filter(pk=int(force_str(urlsafe_base64_decode(uid)))).first()
    except (ValueError, UnicodeDecodeError) as odd:
        raise InvitationInvalid() from odd
    if user is None or not default_token_generator.check_token(user, token):
        raise InvitationInvalid()
    return user


@transaction.atomic
def accept_invitation(uid: str, token: str, *, password: str, at: datetime) -> User:
    """Set the first password. Raises InvitationInvalid, PasswordTooWeak,
    PasswordUsedBefore.
    """
    found = get_invited(uid, token)
    user = User.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if not default_token_generator.check_token(user, token):
        raise InvitationInvalid()
    _set_password(user, password, at=at)
    drop_sessions(user)
    record("user.accept_invitation", user, by=user, at=at)
    return user


@transaction.atomic
def change_password(
    user_id: int, *, password: str, by: User, at: datetime, keep_session: str = ""
) -> User:
    """A person changes their own password; all other sessions end.

    Args:
        keep_session: key of the session in which it is done.

    Raises NotAllowed, PasswordTooWeak, PasswordUsedBefore.
    """
    if by.pk != user_id:
        require(None, Permission.USER_MANAGE)
    user = User.objects.select_for_update(of=("self",)).get(pk=user_id)
    _set_password(user, password, at=at)
    drop_sessions(user, keep=keep_session)
    record("user.change_password", user, by=by, at=at)
    return user


def _set_password(user: User, password: str, *, at: datetime) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise PasswordTooWeak(why="".join(weak.messages)) from weak
    _require_new(user, password)
    keep_old_password(user, keep=settings.YUJIAN_PASSWORDS_REMEMBERED - 1, at=at)
    user.set_password(password)
    user.password_changed_at = at
    user.save(update_fields=["password", "password_changed_at"])


def _require_new(user: User, password: str) -> None:
    """Not the present one, nor one of those before it. Raises PasswordUsedBefore."""
    used = [user.password, *user.old_passwords.values_list("password", flat=True)]
    if any(check_password(password, old) for old in used if is_password_usable(old)):
        raise PasswordUsedBefore(count=settings.YUJIAN_PASSWORDS_REMEMBERED)
