"""The law and the people of enforcement's own tests."""

from tests.enforcement.conftest import law, people, school  # noqa: F401 -- fixtures
