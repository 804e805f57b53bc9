"""One process at a time migrates counties, and it waits for nobody's lock for long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tenants.errors import MigrationUnderWay

# A change of a table waits for whoever reads it, and everybody else waits behind the change.
LOCK_TIMEOUT_S = 20
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


@contextmanager
def short_waits() -> Iterator[None]:
    """Every session begun inside gives a lock up after ``LOCK_TIMEOUT_S``: that county has failed
    for this time, its people work on, and the next run takes it again.
    """
    options = connection.settings_dict.setdefault("OPTIONS", {})
    before = options.get("options")
    connection.close()
    options["options"] = " ".join(filter(None, [before, f"-c lock_timeout={LOCK_TIMEOUT_S}s"]))
    try:
        yield
    finally:
        if before is None:
            del options["options"]
        else:
            options["options"] = before
        connection.close()
