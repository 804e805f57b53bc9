"""Test databases are copied from one that was made before.

Migrating public and two counties costs more than most tests that follow. The first run of a
tree's migrations keeps what it made as a template; the other workers and all later runs copy
it, which takes a second. Changed migrations make a new one and drop the old.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).parent.parent
PREFIX = "yujian_tests_"
LOCK = 0x59755453  # any number that nothing else in the server locks
LIBRARIES = ("Django", "django-tenants")


def name_of_template() -> str:
    """Of everything that says what a fresh test database holds."""
    print_ = hashlib.sha256()
    migrations = (path for path in ROOT.glob("*/migrations/*.py"))
    for path in [*sorted(migrations), ROOT / "tests/conftest.py", Path(__file__)]:
        print_.update(path.read_bytes())
    for library in LIBRARIES:
        print_.update(version(library).encode())
    return PREFIX + print_.hexdigest()[:16]


@contextmanager
def copied_or_kept() -> Iterator[None]:
    """Inside, Django makes the test database: from the template where there is one; else what
    was made becomes the template. One process at a time.
    """
    name = name_of_template()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        known = name in _templates(cursor)
        plain = connection.settings_dict["TEST"]["TEMPLATE"]
        if known:
            connection.settings_dict["TEST"]["TEMPLATE"] = name
        yield
        connection.settings_dict["TEST"]["TEMPLATE"] = plain
        if not known:
            _keep(cursor, name)


def _keep(cursor, name: str) -> None:
    for old in _templates(cursor):
        cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
    made = connection.settings_dict["NAME"]
    connection.close()  # a database that somebody uses cannot be copied
    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{made}"')


def _templates(cursor) -> list[str]:
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
    return [name for (name,) in cursor.fetchall()]
