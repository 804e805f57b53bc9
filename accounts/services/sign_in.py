"""Verbs of the door: a name and a password, a code, in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import check_password
from django.db import transaction

from accounts.access import require
from accounts.errors import WrongCode, WrongLogin, WrongPassword
from accounts.models import Tries, TryKind, User
from accounts.permissions import Permission
from accounts.queries import has_second_factor
from accounts.services import _tries
from accounts.services.second_factor import enrol_second_factor, judge_code
from audit.services import record

_NOBODYS = "!"  # a hash that no password has; checking it takes as long as any other


def start_sign_in(
    username: str, password: str, *, at: datetime, address: str, device: str = ""
) -> User:
    """The person whose name and password these are. Nobody is signed in yet.

    A wrong name and a wrong password cost the same time and count alike.

    Args:
        address: of the client, empty when unknown.
        device: mark of a device on which this name signed in before; empty for a strange one.

    Raises TooManyTries, WrongLogin.
    """
    keys = _tries.keys_of(username, address=address, device=device)
    taken = _tries.take_try(keys, at=at)
    user = User.objects.filter(username=username).first()
    fits = user.check_password(password) if user else check_password(password, _NOBODYS)
    if user is None or not fits or not user.is_active:
        _note_failure(user, taken, at=at, address=address)
        raise WrongLogin()
    failed_before = _tries.forgive(keys)
    if failed_before:
        _note(user, "user.sign_in_after_failures", at=at, tries=failed_before, address=address)
    return user


def confirm_second_factor(user_id: int, code: str, *, at: datetime, address: str) -> str:
    """The code of the authenticator, or one of the ten on paper. Which of the two it was.

    Raises TooManyTries, WrongCode.
    """
    key = _tries.factor_key(user_id)
    taken = _tries.take_try([key], at=at)
    user = User.objects.active().get(pk=user_id)
    try:
        kind = judge_code(user, code, at=at)
    except WrongCode:
        _note_failure(user, taken, at=at, address=address, what="code")
        raise
    _tries.forgive([key])
    return kind


def change_own_factor(
    secret: str, *, code: str, proof: str, by: User, at: datetime, address: str
) -> list[str]:
    """A first authenticator, or another phone, for somebody who is signed in; ten new codes.

    Args:
        secret: of the new authenticator, which made ``code``.
        proof: a code of the one before; the password when there was none.

    Raises TooManyTries, WrongCode, WrongPassword.
    """
    had_one = has_second_factor(by)
    if had_one:
        confirm_second_factor(by.pk, proof, at=at, address=address)
    else:
        confirm_password(password=proof, by=by, at=at, address=address)
    return enrol_second_factor(by.pk, secret, code, at=at, replaces=had_one)


def confirm_password(*, password: str, by: User, at: datetime, address: str) -> None:
    """It is the person and not somebody at an open screen. Raises TooManyTries, WrongPassword."""
    key = _tries.own_key(by.pk)
    taken = _tries.take_try([key], at=at)
    if not by.check_password(password):
        _note_failure(by, taken, at=at, address=address, what="own_password")
        raise WrongPassword()
    _tries.forgive([key])


@transaction.atomic
def unlock_sign_in(user_id: int, *, by: User, at: datetime) -> None:
    """Take away every pause of this person. Raises NotAllowed."""
    require(by, Permission.ACCOUNT_SECURE)
    user = User.objects.get(pk=user_id)
    if _tries.forget(user.username, user.pk):
        record("user.unlock", user, by=by, at=at)


def _note_failure(
    user: User | None, taken: list[Tries], *, at: datetime, address: str, what: str = "password"
) -> None:
    """History of a failed try: the first of a row of them, and each pause; never every one.

    For a name that nobody has, only what happens at the address is told, and no typed name.
    """
    own = next(row for row in taken if row.kind != TryKind.NAME or len(taken) == 1)
    told = [row for row in taken if row.kind == TryKind.ADDRESS] if user is None else [own]
    for row in told:
        if row.tries == 1:
            _note(user or row, "user.sign_in_failed", at=at, address=address, what=what)
    for row in taken:
        if row.locked_until and (user or row.kind == TryKind.ADDRESS):
            facts = {"why": row.kind, "tries": row.tries, "until": row.locked_until.isoformat()}
            _note(user or row, "user.sign_in_locked", at=at, address=address, **facts)


@transaction.atomic
def _note(thing: User | Tries, kind: str, *, at: datetime, **facts: Any) -> None:
    record(kind, thing, by=None, at=at, **facts)
