"""Somebody who keeps the registry, and lists that are read at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from imports.models import ListImport
from imports.services import take_list
from tests.factories.accounts import UserFactory
from tests.imports.lists import send
from tests.times import NOON


@pytest.fixture
def clerk(county):
    return UserFactory(registry_clerk=True, full_name="孙怡")


@pytest.fixture
def read(clerk, commits) -> Callable[..., ListImport]:
    """``read(head, row, …)``: a list that was sent and read."""

    def sent(*rows, **options) -> ListImport:
        with commits():
            found = send(*rows, by=clerk, **options)
        found.refresh_from_db()
        return found

    return sent


@pytest.fixture
def take(clerk, commits) -> Callable[[ListImport], ListImport]:
    """The list is confirmed and taken."""

    def taken(found: ListImport) -> ListImport:
        with commits():
            take_list(found.pk, by=clerk, at=NOON)
        found.refresh_from_db()
        return found

    return taken
