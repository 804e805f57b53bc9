"""Reads for others."""

from __future__ import annotations

from datetime import date

from accounts.models import Department, DepartmentKind, OfficerCertificate, User


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
