"""The county's law and organ, and the people who call, list and enter."""

import pytest

from tests.factories.accounts import UserFactory
from tests.papers.conftest import law  # noqa: F401 -- a fixture


@pytest.fixture
def head(county):
    return UserFactory(section_head=True, full_name="李敏")


@pytest.fixture
def leader(county):
    return UserFactory(bureau_head=True, full_name="何局长")
