from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.factories.clients import Caller, ClientFactory


@pytest.fixture
def caller_of(county) -> Callable[..., Caller]:
    """``caller_of(bank=True)``, ``caller_of(client, scopes=[…])``: a machine with a token."""

    def made(client=None, *, scopes=None, at=None, **traits) -> Caller:
        return Caller(at or county, client or ClientFactory(**traits), scopes)

    return made


@pytest.fixture
def caller(caller_of) -> Caller:
    """A partner department's machine that may do all that its role can."""
    return caller_of()
