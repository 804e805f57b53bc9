"""The law that papers rest on, and the people of a case."""

from tests.cases.conftest import people  # noqa: F401 -- a fixture
from tests.papers.conftest import law  # noqa: F401 -- a fixture
