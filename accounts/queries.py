"""Reads for others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import TextChoices

from accounts.models import (
    Department,
    DepartmentKind,
    OfficerCertificate,
    RecoveryCode,
    SecondFactor,
    SignIn,
    Tries,
    User,
    name_digest,
)
from accounts.rules import asks_second_factor
from common.clock import localdate
from tenants.current import county, is_public


def certificate_on(user: User, day: date) -> OfficerCertificate | None:
    """The certificate this person holds on ``day``; None for an auxiliary or when none is valid."""
    if user.is_auxiliary:
        return None
    return user.certificates.filter(valid_from__lte=day, valid_until__gte=day).first()


def certified_officers_on(day: date) -> list[User]:
    """Active people with a certificate valid on ``day``, with their department."""
    held = OfficerCertificate.objects.filter(valid_from__lte=day, valid_until__gte=day)
    return list(
        User.objects.active()
        .filter(is_auxiliary=False, pk__in=held.values("user_id"))
        .select_related("department")
    )


def lead_department() -> Department:
    return Department.objects.get(kind=DepartmentKind.EDUCATION)


def partner_departments() -> list[Department]:
    return list(Department.objects.exclude(kind=DepartmentKind.EDUCATION))


def departments_by_kind(kind: str) -> list[Department]:
    return list(Department.objects.filter(kind=kind))


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One account in use, on one day.

    ``unused_days``: since the last sign-in, or since the account was made; None while it is
    within what the county allows.
    """

    user: User
    due_on: date
    is_due: bool
    unused_days: int | None


def accounts_in_review(*, as_of: date, every_days: int, unused_days: int) -> list[Reviewed]:
    """Every account in use, the longest due first. One query.

    Args:
        every_days: how long a review holds, in days.
        unused_days: after how many days without a sign-in an account is told.
    """
    people = User.objects.active().persons().select_related("department", "reviewed_by")
    found = [_judged(user, as_of, every_days, unused_days) for user in people]
    return sorted(found, key=lambda one: (one.due_on, one.user.pk))


def _judged(user: User, as_of: date, every_days: int, unused_days: int) -> Reviewed:
    due_on = localdate(user.reviewed_at or user.created_at) + timedelta(days=every_days)
    idle = (as_of - localdate(user.last_login or user.created_at)).days
    return Reviewed(user, due_on, due_on <= as_of, idle if idle > unused_days else None)


class Step(TextChoices):
    """What still stands between a right password and the first page."""

    CODE = "code"
    ENROL = "enrol"
    PASSWORD = "password"  # noqa: S105 -- the name of a step
    NOTHING = "nothing"


def next_step(user: User, *, factor: str, at: datetime) -> Step:
    """``factor``: the kind of code that was right already; empty when none was given."""
    if not factor and has_second_factor(user):
        return Step.CODE
    if not factor and needs_second_factor(user):
        return Step.ENROL
    return Step.PASSWORD if password_is_old(user, at=at) else Step.NOTHING


def needs_second_factor(user: User) -> bool:
    """Must this person have an authenticator? All who approve or administer, and operators;
    nobody in the demonstration county, whose passwords lie in a file.
    """
    if _in_demonstration() or settings.YUJIAN_SECOND_FACTOR != "required":
        return False
    return asks_second_factor(user.permissions)


def has_second_factor(user: User) -> bool:
    return SecondFactor.objects.filter(user=user).exists()


def recovery_codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def password_is_old(user: User, *, at: datetime) -> bool:
    """Is it time for a new one? (GB/T 22239 8.1.4.1 a: credentials are changed regularly)"""
    due = password_is_due_on(user)
    return due is not None and localdate(at) >= due


def password_is_due_on(user: User) -> date | None:
    """From this day on a new password is asked for at sign-in; None: never."""
    days = settings.YUJIAN_PASSWORD_DAYS
    if not days or _in_demonstration():
        return None
    return localdate(user.password_changed_at or user.created_at) + timedelta(days=days)


def _in_demonstration() -> bool:
    return not is_public() and county().is_demonstration


def open_sessions(user: User) -> list[SignIn]:
    """The last used first."""
    return list(SignIn.objects.filter(user=user))


def paused_until(user: User, *, at: datetime) -> datetime | None:
    """Until when some way in is closed to this person after too many tries; None: open."""
    names = [name_digest(user.username), str(user.pk)]
    found = Tries.objects.filter(name__in=names, locked_until__gt=at)
    return found.aggregate(until=models.Max("locked_until"))["until"]
