"""A county that signs: the fixtures of signing."""

from tests.signing.conftest import ca, certificate, keeper, paper, seals  # noqa: F401 -- fixtures
