"""A pooler that shares sessions is noticed, and nothing starts behind it. With a real PgBouncer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client

from tenants import pooler
from tenants.backend.base import DatabaseWrapper
from tenants.errors import SessionsShared
from tests.house.files import ROOT
from tests.tenants.pgbouncer import pgbouncer

SENTENCE = "数据库连接经过了在客户端之间共用会话的连接池"
PATIENCE_S = 90


@pytest.fixture(autouse=True)
def database(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def anew(monkeypatch) -> None:
    """As in a process that has not looked yet."""
    monkeypatch.setattr(pooler, "_looked", False)


def behind(place: dict[str, str]) -> DatabaseWrapper:
    return DatabaseWrapper(connection.settings_dict | place, "behind")


def lead(monkeypatch, place: dict[str, str]) -> None:
    """From now on the default connection would be opened there."""
    opened = connections["default"]
    monkeypatch.setattr(opened, "settings_dict", opened.settings_dict | place)


def test_direct_connection_passes():
    pooler.refuse_shared_sessions()


def test_session_mode_passes():
    with pgbouncer("session") as place:
        pooler.refuse_shared_sessions(behind(place))


@pytest.mark.parametrize("mode", ["transaction", "statement"])
def test_mode_that_shares_sessions_is_refused(mode):
    with pgbouncer(mode) as place, pytest.raises(SessionsShared):
        pooler.refuse_shared_sessions(behind(place))


@pytest.mark.parametrize("in_turn", [False, True])
def test_transaction_mode_is_refused_when_other_clients_are_busy(in_turn):
    """Then the pooler has several sessions to give, and may give each of ours another one."""
    with pgbouncer("transaction", in_turn=in_turn) as place, ExitStack() as stack:
        others = [behind(place) for _ in range(3)]
        for other in others:
            other.ensure_connection()
            stack.callback(other.close)
        with ThreadPoolExecutor(3) as pool:
            for other in others:
                pool.submit(lambda one: one.connection.execute("SELECT pg_sleep(0.3)"), other)
        with pytest.raises(SessionsShared):
            pooler.refuse_shared_sessions(behind(place))


@pytest.mark.parametrize(
    "command",
    [
        ["gunicorn", "config.wsgi", "--bind=127.0.0.1:0", "--no-control-socket"],
        ["celery", "-A", "config", "worker", "--concurrency=1"],
        ["django", "migrate_counties", "--skip-checks"],
    ],
    ids=["web", "worker", "migrate"],
)
def test_nothing_starts_behind_it(command):
    with pgbouncer("transaction") as place:
        environ = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "PYTHONPATH": str(ROOT),
            "YUJIAN_DB_NAME": connection.settings_dict["NAME"],
            "YUJIAN_DB_HOST": place["HOST"],
            "YUJIAN_DB_PORT": place["PORT"],
        }
        done = subprocess.run(
            [sys.executable, "-m", *command],
            env=environ,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )

    assert done.returncode != 0
    assert SENTENCE in done.stderr
    assert "Traceback" not in done.stderr


def test_web_process_that_started_without_a_database_looks_later(anew, monkeypatch):
    with pgbouncer("transaction") as place:
        lead(monkeypatch, {"HOST": "/nowhere"})
        pooler.look_before_serving()
        lead(monkeypatch, place)
        answer = Client(HTTP_HOST="999901.test").get("/login/")

    assert answer.status_code == 503
    assert SENTENCE in answer.text


def test_who_has_looked_does_not_look_again(anew, monkeypatch):
    pooler.look_once()
    lead(monkeypatch, {"HOST": "/nowhere"})

    pooler.look_once()
    with pytest.raises(OperationalError):
        pooler.refuse_shared_sessions()
