"""Everything that the schema allows, and more, for each role: never a 500, always what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from partners.api.v1.reading import schema as checked_in
from tests.factories.clients import Caller, ClientFactory
from tests.partners.things import BY_KEY, EVERYTHING, Things, apart, things_of

pytestmark = pytest.mark.slow
ROLES = ("partner", "bureau", "bank", "no scope")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = {(one.method, one.path): one for one in EVERYTHING}
SIGNALS = (request_started, request_finished)
QUIET = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def things(county) -> Things:
    return things_of(county, number="6217000012345678")


@pytest.fixture
def neighbours(next_door) -> Things:
    with next_door() as other:
        apart()
        return things_of(other, number="6217999987654321", department="police")


@pytest.fixture(autouse=True)
def looked_over_again() -> Iterator[None]:
    yield
    for signal in SIGNALS:
        signal.connect(close_old_connections)


def caller_of(role: str, things: Things) -> Caller:
    if role in ("partner", "bank"):
        return getattr(things, role)
    client = ClientFactory(calls_per_minute=10**6, bureau=role == "bureau")
    return Caller(things.county, client, scopes=[] if role == "no scope" else None)


def schema_of(county: Any) -> Any:
    """The checked-in schema, answered by our own application in the test's transaction."""

    def answering(environ: Any, start: Any) -> Any:
        # A request ends by closing a connection in doubt; that of a test stays open.
        for signal in SIGNALS:
            signal.disconnect(close_old_connections)
        environ |= {"HTTP_HOST": f"{county.code}.test", "REMOTE_ADDR": "127.0.0.1"}
        return application(environ, start)

    found = schemathesis.openapi.from_dict(checked_in())
    found.app = answering
    return found


class Asking:
    """Calls of one role: what was answered to each operation, and what was wrong with it."""

    def __init__(self, role: str, things: Things, neighbours: Things) -> None:
        self.things, self.neighbours = things, neighbours
        self.caller = caller_of(role, things)
        self.scopes = [] if role == "no scope" else self.caller.client.scopes
        self.answers: dict[Any, set[int]] = defaultdict(set)
        self.troubles: set[str] = set()
        self.numbers = count()

    def ask(self, case: Any, whose: str, is_right: bool) -> None:
        """As it was made up; of ``whose`` thing it speaks, and whether its body is right, is ours."""
        one = OPERATIONS[case.method, case.operation.path]
        of = {"own": self.things, "neighbour": self.neighbours}.get(whose)
        if of is not None:
            case.path_parameters = {**case.path_parameters, **of.blanks.get(one.path, {})}
        if one.method == "POST":
            case.headers["Idempotency-Key"] = f"asked-{next(self.numbers)}"
            if is_right:
                case.body = (of or self.things).body(one)
        headers = {"Authorization": f"Bearer {self.caller.bearer}"}
        try:
            status = case.call_and_validate(headers=headers, checks=CHECKS).status_code
        except FailureGroup as trouble:
            self.troubles |= {f"{case.operation.label}: {why}" for why in trouble.exceptions}
            return
        self.answers[one.method, one.path].add(status)
        if 200 <= status < 300:
            if one.scope not in self.scopes:
                self.troubles.add(f"{case.operation.label}: without its scope")
            if one in BY_KEY and whose == "neighbour" and (is_right or "{" in one.path):
                self.troubles.add(f"{case.operation.label}: what a neighbour has")


@pytest.mark.parametrize("role", ROLES)
def test_each_call_answers_what_the_schema_says(things, neighbours, role):
    asking = Asking(role, things, neighbours)

    for operation in (result.ok() for result in schema_of(things.county).get_all_operations()):

        @QUIET
        @given(
            case=operation.as_strategy(),
            whose=st.sampled_from(("own", "own", "neighbour", "made up")),
            is_right=st.booleans(),
        )
        def ask(case, whose, is_right):
            asking.ask(case, whose, is_right)

        ask()

    assert not asking.troubles, "\n".join(sorted(asking.troubles))
    reached = {one for one, statuses in asking.answers.items() if statuses & {200, 201, 206}}
    if role in ("partner", "bank"):  # whose calls all have something to answer
        scopes = asking.scopes
        assert reached == {key for key, one in OPERATIONS.items() if one.scope in scopes}


@pytest.mark.parametrize("role", ["partner", "bureau"])
def test_calls_that_follow_each_other(things, role):
    """What one call answers is asked for by the next: by links that the schema leads to."""
    headers = {"Authorization": f"Bearer {caller_of(role, things).bearer}"}
    answered = []

    class Walk(schema_of(things.county).as_state_machine()):
        def get_call_kwargs(self, case):
            return {"headers": headers}

        def validate_response(self, response, case, **kwargs):
            case.validate_response(response, checks=CHECKS)
            answered.append((case.operation.path, response.status_code))

    Walk.run(settings=settings(QUIET, max_examples=100, stateful_step_count=10))

    assert any("{" in path and status < 300 for path, status in answered)
