"""A broker that hangs costs one page some seconds, and the next ones nothing."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from kombu.exceptions import OperationalError

from config.celery import app
from tenants import celery as tasks
from tests.tenants.test_tasks import note_where_i_run


@pytest.fixture
def hanging() -> Iterator[str]:
    """Takes every connection and never says a word, as a stopped Redis does."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


@pytest.fixture(autouse=True)
def forget(monkeypatch):
    monkeypatch.setattr(tasks, "_broker_away_until_s", 0.0)


def test_a_broker_that_hangs_is_given_up_within_ten_seconds(county, hanging):
    start = time.monotonic()

    with app.connection_for_write(hanging) as connection, pytest.raises(OperationalError):
        app.send_task("tests.nobody", connection=connection)

    assert time.monotonic() - start < 10


def test_after_a_failure_the_broker_is_left_alone_for_a_while(county, commits, monkeypatch):
    tried = []

    def hangs(*args, **kwargs):
        tried.append(1)
        raise OperationalError("timed out")

    monkeypatch.setattr(note_where_i_run, "delay", hangs)
    for _ in range(3):
        with commits():
            note_where_i_run.delay_on_commit()

    assert tried == [1]


def test_after_that_while_it_is_tried_again(county, commits, monkeypatch):
    sent = []
    monkeypatch.setattr(note_where_i_run, "delay", lambda: sent.append(1))
    monkeypatch.setattr(tasks, "_broker_away_until_s", time.monotonic() - 0.1)

    with commits():
        note_where_i_run.delay_on_commit()

    assert sent == [1]
