import pytest

from tests.factories.evidence import know_the_organ


@pytest.fixture
def organ(county):
    """The county's bureau has a name, which every paper bears."""
    know_the_organ()
