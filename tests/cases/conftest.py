"""Who takes part in a case, and the law that it rests on."""

from __future__ import annotations

import pytest

from tests.factories import cases as scenes
from tests.factories.cases import People


@pytest.fixture
def people(county) -> People:
    scenes.law()
    return People()
