"""The law and the parameters of the papers' room, and who takes part in a case."""

from tests.cases.conftest import people  # noqa: F401 -- a fixture
from tests.papers.conftest import law, without_cases  # noqa: F401 -- fixtures
