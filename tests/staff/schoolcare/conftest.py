"""The scene of the pages of after-school money."""

from __future__ import annotations

import pytest

from policies.services import load_calendar, load_catalogue
from tests.factories import funds, schoolcare
from tests.times import NOON


@pytest.fixture
def hands(county):
    load_calendar(at=NOON)
    load_catalogue(at=NOON)
    return funds.hands()


@pytest.fixture
def account(hands):
    return schoolcare.account(hands.clerk, "实验小学", number="6228000012345678")
