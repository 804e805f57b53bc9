"""The working days of 2025 and the law's numbers stand in every test of funds."""

from __future__ import annotations

import pytest

from policies.services import load_calendar, load_catalogue
from tests.times import NOON


@pytest.fixture
def law(county: object) -> None:
    """Calendar and catalogue as on the opening of a county; its own parameters by the package."""
    load_calendar(at=NOON)
    load_catalogue(at=NOON)
