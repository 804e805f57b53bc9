"""A server of its own: cluster, Redis, web, worker and scheduler in a folder that is thrown away."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from script.lib.broker import Redis, free_port
from script.lib.place import ROOT, Place, environment, prepare
from script.lib.postgres import Postgres
from script.lib.server import processes
from script.lib.services import using
from script.lib.supervisor import Supervisor, Watched

SETTINGS = "tests.flows.bad_days.settings"


@dataclass
class Ground:
    """Where the bad days happen."""

    postgres: Postgres
    redis: Redis
    environ: dict[str, str]
    port: int
    scene: dict[str, Any]
    supervisor: Supervisor

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, module: str, *arguments: str) -> Any:
        """Run one of our modules to its end; what it printed on its last line."""
        return run(module, *arguments, environ=self.environ)


@contextmanager
def ground(scene: str, *arguments: str, **more: str) -> Iterator[Ground]:
    """Everything is there and filled by ``scene``; nothing of it is left afterwards.

    Args:
        scene: a module that fills the county, given the port and ``arguments``.
        more: for the environment of all processes.
    """
    place = Place("bad-days", ROOT / ".local" / "bad-days", database="yujian", redis_port=0)
    shutil.rmtree(place.local, ignore_errors=True)
    prepare(place)
    postgres, redis, port = Postgres(place.local / "postgres"), Redis(place), free_port()
    try:
        with using(postgres), using(redis):
            environ = environment(place, redis.port) | {
                "DJANGO_SETTINGS_MODULE": SETTINGS,
                "YUJIAN_DB_HOST": str(postgres.socket_folder),
                "YUJIAN_READABLE_LOGS": "0",
                **more,
            }
            run("django", "migrate_schemas", "--skip-checks", environ=environ)
            told = run(scene, str(port), *arguments, environ=environ)
            servers = [Watched(postgres), Watched(redis)]
            supervisor = Supervisor(processes(place, environ, port), servers)
            try:
                supervisor.start()
                yield Ground(postgres, redis, environ, port, told, supervisor)
            finally:
                supervisor.stop()
    finally:
        shutil.rmtree(place.local, ignore_errors=True)


def run(module: str, *arguments: str, environ: dict[str, str]) -> Any:
    python = str(ROOT / ".local" / "venv" / "bin" / "python")
    done = subprocess.run(
        [python, "-P", "-m", module, *arguments],
        env=os.environ | environ,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{module} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    last = (done.stdout.strip().splitlines() or ["null"])[-1]
    try:
        return json.loads(last)
    except json.JSONDecodeError:
        return None


def wait_until(holds, *, timeout_s: float, what: str) -> None:
    deadline = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < deadline, f"after {timeout_s:g} s still not: {what}"
        time.sleep(0.5)
