"""Everything that the schema allows, and more, for each role: never a 500, always what it says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from partners.api.v1.reading import schema as checked_in
from tests.factories.clients import Caller, ClientFactory
from tests.house.world import furnish

pytestmark = pytest.mark.slow
ROLES = ("partner", "bureau", "bank", "no scope")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
QUIET = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def _bearer(county: Any, role: str) -> dict[str, str]:
    kind = {role: True} if role in ("bureau", "bank") else {}
    client = ClientFactory(calls_per_minute=10**6, **kind)
    caller = Caller(county, client, scopes=[] if role == "no scope" else None)
    return {"Authorization": f"Bearer {caller.bearer}"}


def _schema(county: Any) -> Any:
    found = schemathesis.openapi.from_dict(checked_in())
    found.app = application
    found.config.update(base_url=f"http://{county.code}.test")
    return found


@contextmanager
def one_connection() -> Iterator[None]:
    """As Django's own client does it for each call: none closes the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("role", ROLES)
def test_each_call_answers_what_the_schema_says(county, role):
    furnish(county)
    headers, troubles = _bearer(county, role), []

    for operation in (result.ok() for result in _schema(county).get_all_operations()):

        @QUIET
        @given(case=operation.as_strategy())
        def ask(case):
            case.call_and_validate(headers=headers, checks=CHECKS)

        try:
            with one_connection():
                ask()
        except AssertionError as trouble:
            troubles.append(f"{operation.label}: {trouble}")

    assert troubles == []


@pytest.mark.parametrize("role", ["partner", "bank"])
def test_calls_that_follow_each_other(county, role):
    """What one call answers is asked for by the next: by links that the schema leads to."""
    furnish(county)
    headers = _bearer(county, role)

    class Walk(_schema(county).as_state_machine()):
        def get_call_kwargs(self, case):
            return {"headers": headers}

        def validate_response(self, response, case, **kwargs):
            case.validate_response(response, checks=CHECKS)

    with one_connection():
        Walk.run(settings=settings(QUIET, max_examples=15, stateful_step_count=6))
