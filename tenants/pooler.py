"""A pooler that shares sessions between its clients would let one county read another's rows.

A county is chosen by ``SET search_path``, which belongs to a session of PostgreSQL. PgBouncer in
transaction or statement mode gives each transaction whatever session is free, with the path that
somebody else has set there: measured, 16 to 32 of 100 answers came from the wrong county. So web,
worker and commands look before they begin, and do not begin.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.db import Error, connection

from tenants.errors import SessionsShared

# Who speaks in which order. No rhythm: a pooler that hands its sessions out in turn could
# keep step with one.
_TURNS = "ABBAABABBBAABAAABBABBAAB"
_STATEMENT = "SELECT pg_backend_pid(), current_setting('yujian.client', true)"

_looked = False


def refuse_shared_sessions(at: Any = None) -> None:
    """Two connections tell whether each has a session of its own. Takes some ten milliseconds.

    Args:
        at: a connection wrapper of Django; the default one when it is not given.

    Raises:
        SessionsShared: they do not.
        django.db.Error: the database is away.
    """
    wrapper: Any = at or connection
    parameters = wrapper.get_connection_params()
    parameters.pop("pool", None)
    with wrapper.wrap_database_errors, ExitStack() as stack:
        voices = {}
        for name in "AB":
            opened = wrapper.Database.connect(**parameters, autocommit=True)
            voices[name] = _Voice(name, stack.enter_context(opened))
        for voice in voices.values():
            voice.mark()
        if not all(voices[name].is_itself() for name in _TURNS):
            raise SessionsShared
        # While one is inside a transaction, the other must not have been moved aside.
        with voices["B"].session.transaction():
            if not all(voices[name].is_itself() for name in _TURNS):
                raise SessionsShared
        if voices["A"].pid == voices["B"].pid:
            raise SessionsShared


def look_once() -> None:
    """As above, the first time in this process that the database answers."""
    global _looked
    if not _looked:
        refuse_shared_sessions()
        _looked = True


def look_before_serving(exit_code: int = 3) -> None:
    """For web and worker: one sentence and the end, when sessions are shared.

    A database that is away is no reason not to start; then the first request or task looks.

    Args:
        exit_code: gunicorn takes 3 as "do not try again".
    """
    try:
        look_once()
    except SessionsShared as refusal:
        print(f"error: {refusal}（{refusal.code}）", file=sys.stderr, flush=True)
        raise SystemExit(exit_code) from None
    except Error:
        return


@dataclass(slots=True)
class _Voice:
    """One connection that knows which session it was given, and has left a mark there."""

    name: str
    session: Any
    pid: int = 0

    def mark(self) -> None:
        self.session.execute("SELECT set_config('yujian.client', %s, false)", [self.name])
        self.pid = self.session.execute("SELECT pg_backend_pid()").fetchone()[0]

    def is_itself(self) -> bool:
        """It has the session that it had, and finds its mark there."""
        row = self.session.execute(_STATEMENT).fetchone()
        return tuple(row) == (self.pid, self.name)
