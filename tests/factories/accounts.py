"""People with fixed parts: UserFactory(inspector=True), UserFactory(section_head=True), …"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import factory
import pyotp

from accounts.models import (
    Department,
    DepartmentKind,
    OfficerCertificate,
    SecondFactor,
    SignIn,
    User,
)
from accounts.roles import APART, OF_PEOPLE, OF_SERVICES
from common.ciphers import encrypt
from tests.times import NOON

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class DepartmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Department
        django_get_or_create = ("code",)

    code = "edu"
    name = "县教育局"
    kind = DepartmentKind.EDUCATION

    class Params:
        fire = factory.Trait(code="fire", name="县消防大队", kind=DepartmentKind.FIRE)
        market = factory.Trait(code="samr", name="县市场监管局", kind=DepartmentKind.MARKET)


class OfficerCertificateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OfficerCertificate

    number = factory.Sequence(lambda n: f"HN{n:08d}")
    issuer = "县人民政府"
    valid_from = date(2020, 1, 1)
    valid_until = date(2030, 12, 31)


def _role(code: str) -> factory.Trait:
    return factory.Trait(roles=[code])


class UserFactory(factory.django.DjangoModelFactory):
    """A person of the education bureau without any role, unless a trait says otherwise."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    full_name = factory.Sequence(lambda n: f"张三{n}")
    department = factory.SubFactory(DepartmentFactory)
    roles = factory.LazyFunction(list)
    is_service = factory.LazyAttribute(lambda row: bool(set(row.roles) & set(OF_SERVICES)))

    class Params:
        inspector = _role("inspector")
        section_head = _role("section_head")
        legal_reviewer = _role("legal_reviewer")
        bureau_head = _role("bureau_head")
        registry_clerk = _role("registry_clerk")
        funds_supervisor = _role("funds_supervisor")
        system_administrator = _role("system_administrator")
        security_administrator = _role("security_administrator")
        audit_administrator = _role("audit_administrator")
        partner_system = factory.Trait(
            roles=["partner_system"], department=factory.SubFactory(DepartmentFactory, market=True)
        )
        bureau_system = _role("bureau_system")
        bank_system = _role("bank_system")
        partner_officer = factory.Trait(
            roles=["partner_officer"], department=factory.SubFactory(DepartmentFactory, fire=True)
        )

    @factory.post_generation
    def certificate(self: User, create: bool, wanted: Any, **fields: Any) -> None:
        """``certificate=True`` for a valid one; ``certificate__valid_until=…`` for another."""
        if create and (wanted or fields):
            OfficerCertificateFactory(user=self, **fields)

    @factory.post_generation
    def password(self: User, create: bool, wanted: str | None, **_: Any) -> None:
        if create and wanted:
            self.set_password(wanted)
            self.save(update_fields=["password"])


class SecondFactorFactory(factory.django.DjangoModelFactory):
    """An authenticator with a secret that the tests know: ``code_at(NOON)`` makes its codes."""

    class Meta:
        model = SecondFactor

    user = factory.SubFactory(UserFactory)
    secret = factory.LazyAttribute(lambda row: encrypt(SECRET, purpose=f"totp/{row.user.pk}"))
    last_step = 0
    confirmed_at = NOON


class SignInFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SignIn

    user = factory.SubFactory(UserFactory)
    session_key = factory.Sequence(lambda n: f"session{n}")
    signed_in_at = NOON
    last_seen_at = NOON
    device = "Windows 电脑 · Chrome"


def code_at(at: datetime, secret: str = SECRET) -> str:
    """What the authenticator shows at this moment."""
    return pyotp.TOTP(secret).at(at)


WORKING_ROLES = tuple(code for code in OF_PEOPLE if code not in APART)
# Between them they may do everything; no one person may.
EVERY_KIND = (list(WORKING_ROLES), *([code] for code in APART))
