"""``script/run``: becomes one process of a server, or asks whether one is alive.

    python -m script.lib.process web|worker|printing|scheduler|migrate
    python -m script.lib.process manage COMMAND …
    python -m script.lib.process alive web|worker|printing|scheduler

It replaces itself, so that signals of the container reach the process and nobody else.
"""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from . import commands
from .failure import Failure, run_main

PYTHON = sys.executable
SCHEDULE = Path("/run/schedule")  # in the memory of the container: beat may forget it
OLDEST_S = 600  # beat writes its file every three minutes
USAGE = """usage: script/run web|worker|printing|scheduler|migrate
       script/run manage COMMAND …
       script/run alive web|worker|printing|scheduler"""


def main(arguments: list[str]) -> int:
    """Become the process, or tell whether it is alive by the exit code."""
    match arguments:
        case ["alive", name] if name in ALIVE:
            return 0 if ALIVE[name]() else 1
        case ["manage", *words] if words:
            command = commands.manage(PYTHON, *words)
        case [name] if name in PROCESSES:
            command = PROCESSES[name]()
        case _:
            raise Failure(USAGE)
    return become(command)


def become(command: list[str]) -> NoReturn:
    """Replace this process by another one."""
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 -- our own list of words


def number(name: str, default: int) -> int:
    """A whole number above 0 from the environment."""
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or int(value) < 1:
        raise Failure(f"{name}={value} is not a number above 0; correct it in the settings.")
    return int(value)


def _web() -> list[str]:
    workers = number("YUJIAN_WEB_WORKERS", 4)
    return commands.web(PYTHON, bind=f"0.0.0.0:{_port()}", workers=workers)


def _port() -> int:
    return number("YUJIAN_WEB_PORT", 8000)


def _worker(queue: str, name: str) -> list[str]:
    processes = number("YUJIAN_WORKERS", 2)
    return commands.worker(PYTHON, queues=queue, processes=processes, name=name)


PROCESSES: dict[str, Callable[[], list[str]]] = {
    "web": _web,
    "worker": lambda: _worker("default,imports,sending,scans", "worker"),
    "printing": lambda: _worker("printing", "printing"),
    "scheduler": lambda: commands.scheduler(PYTHON, schedule=str(SCHEDULE)),
    "migrate": lambda: commands.manage(PYTHON, "migrate_counties"),
}


def _web_is_alive() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{_port()}/health/", timeout=8) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _worker_is_alive(name: str) -> bool:
    asked = commands.module(
        PYTHON, "celery", "-q", "-A", "config", "inspect", "ping", "--timeout=10"
    )
    asked += [f"--destination={name}@{os.uname().nodename}"]
    return subprocess.run(asked, stdout=subprocess.DEVNULL).returncode == 0


def _scheduler_is_alive() -> bool:
    written = [path.stat().st_mtime for path in SCHEDULE.parent.glob(f"{SCHEDULE.name}*")]
    return bool(written) and time.time() - max(written) < OLDEST_S


ALIVE: dict[str, Callable[[], bool]] = {
    "web": _web_is_alive,
    "worker": lambda: _worker_is_alive("worker"),
    "printing": lambda: _worker_is_alive("printing"),
    "scheduler": _scheduler_is_alive,
}


if __name__ == "__main__":
    run_main(main)
