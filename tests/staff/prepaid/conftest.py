"""The scene of the pages of prepaid money."""

from __future__ import annotations

import pytest

from policies.services import load_calendar, load_catalogue
from tests.factories import funds
from tests.times import NOON


@pytest.fixture
def hands(county):
    load_calendar(at=NOON)
    load_catalogue(at=NOON)
    return funds.hands()


@pytest.fixture
def account(hands):
    return funds.account(hands.clerk, number="6217000012345678")


@pytest.fixture
def contract(account, hands):
    """48 lessons for 3,600 yuan, paid, of 王小明."""
    return funds.paid(account, hands.clerk, order_no="A000777")
