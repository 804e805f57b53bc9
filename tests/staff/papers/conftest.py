"""The law and the parameters of the papers' room."""

from tests.papers.conftest import law  # noqa: F401 -- a fixture
