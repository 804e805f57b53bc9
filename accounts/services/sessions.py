"""Verbs about open sessions. Django's row of a session is the session: without it, it is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.access import require
from accounts.errors import SessionGone
from accounts.models import OldPassword, SignIn, Tries, User
from accounts.permissions import Permission
from audit.services import record

_KEEP_TRIES = timedelta(days=7)


@transaction.atomic
def open_session(
    user: User, *, session_key: str, address: str, device: str, factor: str, at: datetime
) -> SignIn:
    """Write down that this person is in.

    Args:
        factor: ``code``, ``recovery_code``, or empty when none was asked.
    """
    opened = SignIn.objects.create(
        user=user,
        session_key=session_key,
        signed_in_at=at,
        last_seen_at=at,
        address=address or None,
        device=device,
    )
    user.last_login = at
    user.save(update_fields=["last_login"])
    record("user.sign_in", user, by=user, at=at, address=address, device=device, factor=factor)
    return opened


def note_seen(session_key: str, *, at: datetime) -> None:
    """The session was used just now."""
    SignIn.objects.filter(session_key=session_key).update(last_seen_at=at)


@transaction.atomic
def close_session(session_key: str, *, why: str, at: datetime) -> None:
    """The session is over. Safe to repeat.

    Args:
        why: ``left`` by the person, ``idle``, or ``too_long``.
    """
    row = SignIn.objects.select_for_update().filter(session_key=session_key).first()
    if row is None:
        return
    user = row.user
    _drop([session_key])
    record("user.sign_out", user, by=user, at=at, why=why)


@transaction.atomic
def end_session(sign_in_id: int, *, by: User, at: datetime) -> None:
    """End one of one's own sessions. Raises SessionGone."""
    row = SignIn.objects.select_for_update().filter(pk=sign_in_id, user=by).first()
    if row is None:
        raise SessionGone()
    _drop([row.session_key])
    record("user.end_session", by, by=by, at=at, which=str(row))


@transaction.atomic
def end_other_sessions(*, keep: str, by: User, at: datetime) -> int:
    """End all of one's own sessions but the one with the key ``keep``. How many there were."""
    ended = drop_sessions(by, keep=keep)
    if ended:
        record("user.end_other_sessions", by, by=by, at=at, count=ended)
    return ended


@transaction.atomic
def end_sessions_of(user_id: int, *, by: User, at: datetime) -> int:
    """An administrator ends all sessions of a person. How many. Raises NotAllowed."""
    require(by, Permission.ACCOUNT_SECURE)
    user = User.objects.get(pk=user_id)
    ended = drop_sessions(user)
    if ended:
        record("user.end_sessions", user, by=by, at=at, count=ended)
    return ended


def drop_sessions(user: User, *, keep: str = "") -> int:
    """For verbs after which nobody may go on as before: password, roles, account, authenticator."""
    keys = list(SignIn.objects.filter(user=user).values_list("session_key", flat=True))
    return _drop([key for key in keys if key != keep])


def _drop(keys: list[str]) -> int:
    Session.objects.filter(session_key__in=keys).delete()
    return SignIn.objects.filter(session_key__in=keys).delete()[0]


@transaction.atomic
def forget_old_sign_ins(*, at: datetime) -> int:
    """Sessions that ran out and tries of last week are only ballast. How many rows. Repeatable."""
    old, _ = Session.objects.filter(expire_date__lt=at).delete()
    alive = Session.objects.values("session_key")
    old += SignIn.objects.exclude(session_key__in=alive).delete()[0]
    return old + Tries.objects.filter(last_at__lt=at - _KEEP_TRIES).delete()[0]


def keep_old_password(user: User, *, keep: int, at: datetime) -> None:
    """Remember the present hash before it is replaced; at most ``keep`` of them."""
    if user.has_usable_password() and user.password:
        OldPassword.objects.create(user=user, password=user.password, replaced_at=at)
    kept = OldPassword.objects.filter(user=user).values_list("pk", flat=True)[:keep]
    OldPassword.objects.filter(user=user).exclude(pk__in=list(kept)).delete()
