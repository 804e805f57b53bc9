"""A costly scene in the first county, made once for all tests of a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.test import override_settings


@contextmanager
def kept_for_a_file(django_db_blocker, files: Path) -> Iterator:
    """For a fixture of a module: what is made inside stays until the file's tests are over.

    Each of them works in a transaction inside this one and is rolled back alone; the fixture
    through which they ask for the scene leads them to the files of it.
    """
    from tenants.models import County  # noqa: PLC0415 -- apps are ready only now

    with django_db_blocker.unblock(), override_settings(YUJIAN_FILES_DIR=files):
        connection.may_change_county_in_transaction = True
        connection.set_tenant(County.objects.get(code="999901"))
        with transaction.atomic():
            yield connection.tenant
            transaction.set_rollback(True)
        connection.set_schema_to_public()
