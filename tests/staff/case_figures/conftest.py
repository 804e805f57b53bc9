"""The scene of the tests of cases."""

from tests.cases.conftest import people  # noqa: F401 -- a fixture
