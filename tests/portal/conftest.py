"""A county that signs: the fixtures of signing."""

from tests.signing.conftest import ca, certificate, crl, keeper, paper, seals  # noqa: F401 -- fixtures
