"""50 counties and two worker processes; one county asks for 5,000 tasks at once.

What is compared is how long the tasks of the others wait: with the flood, against twice their wait
without it plus the length of one task. A ratio of 1 or less keeps the promise.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tenants.utils import tenant_context

from bench._chore import TAKES_S, chore
from bench._counties import fill
from bench.harness import Sides, at_most, row
from script.lib import commands
from script.lib.place import ROOT
from tenants.models import County, Work
from tenants.work import dispatch

COUNTIES = 50
FLOOD = 5000
APART_S = 0.35  # the others leave the two processes some rest
_facts: dict[str, object] = {}


@row("50 counties, one asks for 5,000 tasks: the others' wait", reach=at_most(1))
def fair_shares() -> Iterator[Sides]:
    counties = fill(COUNTIES)
    with worker():
        yield Sides(
            ours=lambda: _wait("flooded", counties, flood=True),
            against=lambda: 2 * _wait("quiet", counties, flood=False) + TAKES_S,
            rounds=2,
            warm_up=True,
            facts=lambda: _facts,
        )


def _wait(name: str, counties: list[County], *, flood: bool) -> float:
    """The 90th percentile over the tasks of the other counties, one after the other."""
    _clear()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "waits"
        path.touch(mode=0o666)
        if flood:
            _flood(counties[0])
        for county in counties[1:]:
            with tenant_context(county):
                chore.delay(path=str(path))
            time.sleep(APART_S)
        waits = _collected(path, len(counties) - 1)
    left = Work.objects.filter(schema=counties[0].schema_name).count()
    _clear()
    found = statistics.quantiles(waits, n=10)[8]
    _facts[name] = (
        f"median {statistics.median(waits) * 1000:.0f} ms, 90 % {found * 1000:.0f} ms, "
        f"longest {max(waits) * 1000:.0f} ms; {left} of the flood left"
    )
    return found


def _flood(county: County) -> None:
    """All at once, as a list of five thousand rows would ask for them."""
    with tenant_context(county):
        now = timezone.now()
        Work.objects.bulk_create(
            Work(
                schema=county.schema_name,
                queue="default",
                task=chore.name,
                kwargs={"path": ""},
                asked_at=now,
                limit_s=60,
            )
            for _ in range(FLOOD)
        )
        dispatch(county.schema_name, "default")


def _collected(path: Path, count: int) -> list[float]:
    deadline = time.monotonic() + 60
    while len(lines := path.read_text(encoding="utf-8").split()) < count:
        assert time.monotonic() < deadline, f"{len(lines)} of {count} tasks came through"
        time.sleep(0.1)
    return [float(line) for line in lines]


def _clear() -> None:
    Work.objects.all().delete()
    with current_app.connection_for_write() as broker:
        for name in settings.YUJIAN_QUEUES:
            broker.default_channel.queue_purge(name)
    time.sleep(3 * TAKES_S)


@contextmanager
def worker() -> Iterator[None]:
    queues = ",".join(settings.YUJIAN_QUEUES)
    command = commands.worker(sys.executable, queues=queues, processes=2, name="bench")
    known = {
        "DJANGO_SETTINGS_MODULE": "bench._chore_settings",
        "YUJIAN_DB_NAME": connection.settings_dict["NAME"],
        "YUJIAN_READABLE_LOGS": "0",
    }
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command,
        env=os.environ | known,
        cwd=ROOT,
        stdout=quiet,
        stderr=quiet,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 60
        while not current_app.control.ping(timeout=0.5):
            assert time.monotonic() < deadline, "the worker did not start"
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
