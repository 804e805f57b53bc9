"""The scene of enforcement's own tests: real law, two confirmed visits, four people."""

from tests.enforcement.conftest import (  # noqa: F401 -- fixtures
    black_school,
    black_visit,
    law,
    people,
    school,
    visit,
)
