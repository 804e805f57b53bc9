"""The scene of the pages of prepaid money."""

from __future__ import annotations

import pytest

from tests.factories import funds, package_law


@pytest.fixture
def hands(county):
    package_law.calendar()
    package_law.catalogue()
    return funds.hands()


@pytest.fixture
def account(hands):
    return funds.account(hands.clerk, number="6217000012345678")


@pytest.fixture
def contract(account, hands):
    """48 lessons for 3,600 yuan, paid, of 王小明."""
    return funds.paid(account, hands.clerk, order_no="A000777")
