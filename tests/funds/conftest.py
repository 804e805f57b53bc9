"""The working days of 2025 and the law's numbers stand in every test of funds."""

from __future__ import annotations

import pytest

from tests.factories import package_law


@pytest.fixture
def law(county: object) -> None:
    """Calendar and catalogue as on the opening of a county; its own parameters by the package."""
    package_law.calendar()
    package_law.catalogue()
