"""Verbs about the authenticator and the ten codes on paper."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from datetime import datetime

import pyotp
from django.db import transaction

from accounts.access import require
from accounts.errors import FactorExists, FactorIsNeeded, NoFactor, OwnFactor, WrongCode
from accounts.models import RecoveryCode, SecondFactor, User
from accounts.permissions import Permission
from accounts.queries import needs_second_factor
from accounts.rules import accepted_step
from accounts.services.sessions import drop_sessions
from audit.services import record
from common.ciphers import decrypt, encrypt
from common.errors import NotFound

RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
_GROUPS, _GROUP_LENGTH = 4, 6  # 24 signs of 31: 118 bits, so a plain digest is enough


def new_secret() -> str:
    """What a new authenticator is told, 160 bits in base 32. Kept nowhere yet."""
    return pyotp.random_base32()


def address_of_secret(user: User, secret: str, *, issuer: str) -> str:
    """What the QR code says (``otpauth://…``)."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=issuer)


@transaction.atomic
def enrol_second_factor(
    user_id: int, secret: str, code: str, *, at: datetime, replaces: bool = False
) -> list[str]:
    """From now on this person signs in with the authenticator that made ``code``.

    The ten recovery codes come back, to be shown once.

    Args:
        replaces: a code of the authenticator before it was right a moment ago. Without it a
            second enrolment is refused: whoever knows the password only must not replace one.

    Raises WrongCode, FactorExists.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user_id)
    if not replaces and SecondFactor.objects.filter(user=user).exists():
        raise FactorExists()
    step = accepted_step(secret, _plain(code), at=at, after=0)
    if step is None:
        raise WrongCode()
    SecondFactor.objects.filter(user=user).delete()
    SecondFactor.objects.create(
        user=user,
        secret=encrypt(secret, purpose=_purpose(user)),
        last_step=step,
        confirmed_at=at,
    )
    codes = _renew_codes(user)
    record("user.enrol_factor", user, by=user, at=at, replaces=replaces)
    return codes


@transaction.atomic
def judge_code(user: User, code: str, *, at: datetime) -> str:
    """``code`` or ``recovery_code``, and it is used up. Raises WrongCode."""
    given = _plain(code)
    factor = SecondFactor.objects.select_for_update().filter(user=user).first()
    if factor is None:
        raise WrongCode()
    if len(given) == 6 and given.isdecimal():
        secret = decrypt(factor.secret, purpose=_purpose(user))
        step = accepted_step(secret, given, at=at, after=factor.last_step)
        if step is None:
            raise WrongCode()
        factor.last_step = step
        factor.save(update_fields=["last_step"])
        return "code"
    found = RecoveryCode.objects.filter(user=user, digest=_digest(given), used_at=None)
    if not found.update(used_at=at):
        raise WrongCode()
    left = RecoveryCode.objects.filter(user=user, used_at=None).count()
    record("user.use_recovery_code", user, by=user, at=at, left=left)
    return "recovery_code"


@transaction.atomic
def renew_recovery_codes(*, by: User, at: datetime) -> list[str]:
    """Ten new codes; the old ones are worth nothing. Raises NoFactor."""
    if not SecondFactor.objects.select_for_update().filter(user=by).exists():
        raise NoFactor(person=by.full_name)
    codes = _renew_codes(by)
    record("user.renew_recovery_codes", by, by=by, at=at)
    return codes


@transaction.atomic
def switch_off_second_factor(*, by: User, at: datetime) -> User:
    """Who does not approve or administer may do without again. Raises FactorIsNeeded."""
    if needs_second_factor(by):
        raise FactorIsNeeded()
    if _remove(by):
        record("user.switch_off_factor", by, by=by, at=at)
    return by


@transaction.atomic
def reset_second_factor(user_id: int, *, by: User, at: datetime) -> User:
    """Another administrator takes away a lost authenticator; all sessions of the person end.

    Raises NotAllowed, OwnFactor, NoFactor.
    """
    require(by, Permission.ACCOUNT_SECURE)
    if by.pk == user_id:
        raise OwnFactor()
    return _reset(user_id, by=by, at=at)


@transaction.atomic
def reset_second_factor_by_operator(username: str, *, at: datetime) -> User:
    """The operator's way, for a county whose only administrator lost it.

    Raises NotFound, NoFactor.
    """
    user = User.objects.filter(username=username).first()
    if user is None:
        raise NotFound(what=f"用户名“{username}”")
    return _reset(user.pk, by=None, at=at)


def _reset(user_id: int, *, by: User | None, at: datetime) -> User:
    user = User.objects.select_for_update(of=("self",)).get(pk=user_id)
    if not _remove(user):
        raise NoFactor(person=user.full_name)
    drop_sessions(user)
    record("user.reset_factor", user, by=by, at=at)
    return user


def _remove(user: User) -> bool:
    RecoveryCode.objects.filter(user=user).delete()
    return bool(SecondFactor.objects.filter(user=user).delete()[0])


def _renew_codes(user: User) -> list[str]:
    codes = ["-".join(_group() for _ in range(_GROUPS)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_digest(_plain(code))) for code in codes
    )
    return codes


def _group() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH))


def _plain(code: str) -> str:
    """As typed on any keyboard: full-width digits, spaces and dashes do not matter."""
    signs = unicodedata.normalize("NFKC", code).lower()
    return "".join(sign for sign in signs if sign.isalnum())


def _digest(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()


def _purpose(user: User) -> str:
    return f"totp/{user.pk}"
