"""A real worker on the tests' database, and a broker that is really asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from kombu import Exchange, Queue

from config.celery import app
from script.lib import commands
from script.lib.place import ROOT
from tenants.models import CountyHold, Work


@contextmanager
def using_rabbit(url: str) -> Iterator[None]:
    """This process sends to that RabbitMQ, into quorum queues, as its settings would say."""
    known = {name: app.conf[name] for name in ("broker_url", "task_queues")}
    known |= {"broker_transport_options": app.conf.broker_transport_options}
    app.conf.broker_url = url
    app.conf.broker_transport_options = {"confirm_publish": True}
    app.conf.task_queues = [
        Queue(
            name,
            Exchange(name, type="topic"),
            routing_key=name,
            queue_arguments={"x-queue-type": "quorum"},
        )
        for name in settings.YUJIAN_QUEUES
    ]
    _forget_connections()
    with app.connection_for_write() as broker:
        for queue in app.conf.task_queues:
            queue(broker.default_channel).declare()
    try:
        yield
    finally:
        for name, value in known.items():
            app.conf[name] = value
        _forget_connections()


@contextmanager
def without_broker() -> Iterator[None]:
    """Nobody listens where the broker should be."""
    known = app.conf.broker_url
    app.conf.broker_url = "redis://127.0.0.1:9/0"
    _forget_connections()
    try:
        yield
    finally:
        app.conf.broker_url = known
        _forget_connections()


def _forget_connections() -> None:
    app.__dict__.pop("amqp", None)
    app._pool = None


@contextmanager
def asking_the_broker() -> Iterator[None]:
    """Inside, what is asked for goes into the line and to the broker, as on a server."""
    app.conf.task_always_eager = False
    empty_broker()
    try:
        yield
    finally:
        app.conf.task_always_eager = True
        empty_broker()
        Work.objects.all().delete()
        CountyHold.objects.all().delete()


def empty_broker() -> None:
    with app.connection_for_write() as broker:
        for name in settings.YUJIAN_QUEUES:
            broker.default_channel.queue_purge(name)
        client = getattr(broker.default_channel, "client", None)
        if client is not None:
            client.delete("unacked", "unacked_index", "unacked_mutex")


@contextmanager
def working(processes: int = 2, **environ: str) -> Iterator[subprocess.Popen]:
    """A worker of all queues; it is ready, and gone afterwards."""
    queues = ",".join(settings.YUJIAN_QUEUES)
    command = commands.worker(sys.executable, queues=queues, processes=processes, name="tests")
    known = {
        "DJANGO_SETTINGS_MODULE": "tests.tenants.worker_settings",
        "YUJIAN_DB_NAME": connection.settings_dict["NAME"],
        "PYTHONPATH": str(ROOT),
    }
    log = (ROOT / ".local" / "tests-worker.log").open("w")
    process = subprocess.Popen(
        command,
        env=os.environ | known | environ,
        cwd=ROOT,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        wait_until(lambda: app.control.ping(timeout=0.5) != [], "the worker answers", 40)
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(holds: Callable[[], bool], what: str, timeout_s: float = 20) -> None:
    deadline = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < deadline, f"after {timeout_s:g} s still not: {what}"
        time.sleep(0.05)
