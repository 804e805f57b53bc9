"""One process at a time migrates counties."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tenants.errors import MigrationUnderWay

LOCK = 0x59755A48  # any number that nothing else in this database locks


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock on a session of its own; it falls with the process. Raises MigrationUnderWay.

    Of its own, because Django's tenants library closes the connection after each county.
    """
    apart = connection.copy()
    try:
        with apart.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                raise MigrationUnderWay
        yield
    finally:
        apart.close()
