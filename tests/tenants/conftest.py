"""Three counties with real commits, and releases to come which they lack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.db import connection

from tenants.models import County, CountyMigration
from tests.committed import committed_county
from tests.tenants.next_release import CODES, SCHEMAS, go_back, next_release, note_in_public


@pytest.fixture(scope="module")
def three_counties(django_db_setup, django_db_blocker) -> Iterator[list[County]]:
    with django_db_blocker.unblock(), ExitStack() as stack:
        made = [stack.enter_context(committed_county(code)) for code in CODES]
        connection.set_schema_to_public()
        yield made
        connection.set_schema_to_public()


@pytest.fixture
def release(three_counties, django_db_blocker, tmp_path) -> Iterator[Callable]:
    """``with release(m9002_x=[operations]):`` this process's code has that migration too."""

    @contextmanager
    def of(**migrations: list[str]) -> Iterator[str]:
        named = {name.removeprefix("m"): how for name, how in migrations.items()}
        with next_release(tmp_path, named) as package:
            try:
                yield package
            finally:
                connection.set_schema_to_public()
                go_back(*SCHEMAS)
                note_in_public()

    with django_db_blocker.unblock():
        yield of
        CountyMigration.objects.all().delete()
