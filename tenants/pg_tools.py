"""PostgreSQL's own programs (pg_dump, pg_restore, psql), run against the settings' database."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Any

from django.db import connection

# Django's names of what libpq reads from its environment.
_PLACES = {
    "NAME": "PGDATABASE",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "HOST": "PGHOST",
    "PORT": "PGPORT",
}
_OPTIONS = {
    name: f"PG{name.upper()}" for name in ("sslmode", "sslrootcert", "sslcert", "sslkey", "service")
}


class PgToolFailed(RuntimeError):
    """The program is not installed or ended with an error; the message says what it said."""


def run_pg_tool(name: str, *args: str, input: bytes | None = None, database: str = "") -> bytes:
    """What ``pg_dump`` or another program of PostgreSQL writes to its standard output.

    The password goes by the environment, never by the command line, which every user of the
    machine can read.

    Args:
        name: the program, such as ``pg_dump``.
        args: its arguments, without those that name server, database and user.
        input: what it reads from its standard input.
        database: another one on the same server; the settings' own by default.

    Raises:
        PgToolFailed: it is not installed, or did not end with 0.
    """
    done = subprocess.run(
        [pg_tool(name), *args], input=input, capture_output=True, env=pg_environment(database)
    )
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip()
        raise PgToolFailed(f"{name} ended with {done.returncode}: {said[-2000:]}")
    return done.stdout


def pg_tool(name: str) -> str:
    """Where the program lies. Raises PgToolFailed when it is not installed."""
    program = shutil.which(name)
    if program is None:
        raise PgToolFailed(f"{name} is not installed; it comes with PostgreSQL's client programs.")
    return program


def pg_environment(database: str = "") -> dict[str, str]:
    """What libpq and its programs read: server, user, password, and which database."""
    settings: dict[str, Any] = connection.settings_dict
    given = {variable: settings.get(name) for name, variable in _PLACES.items()}
    given["PGDATABASE"] = database or given["PGDATABASE"]
    options: dict[str, Any] = settings.get("OPTIONS", {})
    given |= {_OPTIONS[name]: options.get(name) for name in _OPTIONS}
    return os.environ | {name: str(value) for name, value in given.items() if value}
