"""Rules that a county begins with."""

from __future__ import annotations

import pytest

from policies.services import load_calendar, seed_parameters
from tests.papers.conftest import law  # noqa: F401 -- a fixture
from tests.times import NOON


@pytest.fixture
def parameters(county):
    return seed_parameters({"organ.name": "桤木县教育局"}, at=NOON)


@pytest.fixture
def calendar_of_2021(county):
    load_calendar([2021], at=NOON)
