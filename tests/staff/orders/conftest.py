"""The scene of enforcement's own tests: real law, a confirmed visit, four people."""

from tests.enforcement.conftest import (  # noqa: F401 -- fixtures
    law,
    people,
    school,
    visit,
)
