"""A visit of two inspectors today, and phones that are registered for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from common.clock import localdate
from field.services import register_device
from policies.queries import parameters_of_county
from tests.factories.accounts import UserFactory
from tests.factories.inspections import ChecklistItemFactory, VisitFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.policies import ParameterFactory, RoutedMatterFactory, ViolationFactory
from tests.field.phone import Answer, Phone


def line_to(host: str) -> Callable[..., Answer]:
    """Straight into the application, without a socket."""
    client = Client(HTTP_HOST=host)

    def call(method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        kind = headers.pop("Content-Type", "application/octet-stream")
        answer = client.generic(
            method, f"/field/api/{path}", body, content_type=kind, headers=headers
        )
        told = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status_code, told, answer.content)

    return call


@pytest.fixture
def parameters(county):
    for key, definition in parameters_of_county().items():
        if key.startswith(("field.", "visit.")):
            ParameterFactory(key=key, value=definition.value)


@pytest.fixture
def officers(county):
    return [
        UserFactory(inspector=True, full_name=name, certificate=True)
        for name in ("何志远", "盘丽华")
    ]


@pytest.fixture
def head(county):
    return UserFactory(section_head=True, full_name="李敏")


@pytest.fixture
def visit(officers, head, parameters):
    """Approved for today, with the questions C01 to C03; C01 suggests V90 and R90."""
    now = timezone.now()
    ViolationFactory(code="V90", title="未公示办学许可证")
    RoutedMatterFactory(code="R90")
    visit = VisitFactory(
        institution=InstitutionFactory(name="青禾培训学校", site=True),
        approved=True,
        officers=officers,
        planned_on=localdate(now),
        planned_at=now - timedelta(days=2),
        approved_at=now - timedelta(days=1),
        approved_by=head,
    )
    for code in ("C01", "C02", "C03"):
        ChecklistItemFactory(
            checklist=visit.checklist,
            code=code,
            violation_codes=["V90"] if code == "C01" else [],
            routed_codes=["R90"] if code == "C01" else [],
        )
    return visit


@pytest.fixture
def phone_of(county, parameters):
    """``phone_of(user)``: a registered phone on a good line."""
    numbers = iter(range(1, 1000))

    def made(user, **more) -> Phone:
        phone = Phone(line_to(f"{county.code}.test"), seed=next(numbers), **more)
        phone.token = register_device("手机", phone.jwk, by=user, at=timezone.now()).token
        return phone

    return made


@pytest.fixture
def phone(phone_of, officers):
    return phone_of(officers[0])
