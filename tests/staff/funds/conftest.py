"""Who looks after the money, who approves, and an account in which something happened."""

import pytest

from tests.factories import fund_scenes, funds
from tests.factories.accounts import UserFactory


@pytest.fixture
def keeper(county):
    return funds.supervisor()


@pytest.fixture
def head(county):
    return UserFactory(section_head=True, full_name="李敏")


@pytest.fixture
def lived(county):
    fund_scenes.law()
    return fund_scenes.lively()
