"""People who sit at the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants import address_book
from tests.conftest import PASSWORD
from tests.factories.accounts import UserFactory


@pytest.fixture
def clerk(county):
    return UserFactory(registry_clerk=True, full_name="孙怡", password=PASSWORD)


@pytest.fixture
def inspector(county):
    return UserFactory(inspector=True, full_name="李华清")


@pytest.fixture
def system_administrator(county):
    return UserFactory(system_administrator=True, full_name="周明远")


@pytest.fixture
def security_administrator(county):
    return UserFactory(security_administrator=True, full_name="方敏")


@pytest.fixture
def audit_administrator(county):
    return UserFactory(audit_administrator=True, full_name="秦岚")


@pytest.fixture
def partner(county):
    return UserFactory(partner_officer=True, full_name="唐晓峰")


@pytest.fixture
def queries_of() -> Callable[[Client, str], int]:
    """How many statements a page costs. A list costs as many for three rows as for one."""

    def count(browser: Client, path: str) -> int:
        address_book.forget()  # each count begins with the same look at the address
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(path).status_code == 200
        return len(seen)

    return count
