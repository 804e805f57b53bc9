"""The scene of the cases' own tests."""

from tests.cases.conftest import people  # noqa: F401 -- a fixture
