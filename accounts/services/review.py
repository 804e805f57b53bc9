"""The yearly review: each account in use is confirmed, or put out of use, by somebody else."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.roles import SECURITY_ADMINISTRATOR
from accounts.services.people import put_out_of_use
from audit.services import record
from common.errors import BadInput, WrongState


def reviewer_of(user: User) -> Permission:
    """Who reviews this account. Nobody reviews their own, nor administrators of the same kind."""
    if SECURITY_ADMINISTRATOR in user.roles:
        return Permission.USER_MANAGE
    return Permission.ROLE_GRANT


@transaction.atomic
def confirm_account(user_id: int, *, by: User, at: datetime) -> User:
    """Say that this person still needs this account with these roles.

    Raises NotAllowed, WrongState for an account out of use.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user_id)
    _require_reviewable(user, by)
    user.reviewed_at, user.reviewed_by = at, by
    user.save(update_fields=["reviewed_at", "reviewed_by"])
    record("user.review", user, by=by, at=at, roles=user.roles, last_sign_in=_moment(user))
    return user


@transaction.atomic
def close_account(user_id: int, *, reason: str, by: User, at: datetime) -> User:
    """Put an account out of use in the review; its roles go too.

    Raises NotAllowed, BadInput without a reason, WrongState, LastAdministrator.
    """
    user = User.objects.get(pk=user_id)
    _require_reviewable(user, by)
    if not reason.strip():
        raise BadInput(sentence="停用账户须写明理由。")
    user = put_out_of_use(user_id, by=by, at=at)
    record("user.close", user, by=by, at=at, reason=reason.strip(), last_sign_in=_moment(user))
    return user


def _require_reviewable(user: User, by: User) -> None:
    require(by, reviewer_of(user))
    if not user.is_active:
        raise WrongState(thing=user, state="已停用", action="复核账户", wanted="在用")


def _moment(user: User) -> str:
    return user.last_login.isoformat() if user.last_login else ""
