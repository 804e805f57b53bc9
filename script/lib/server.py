"""``script/server``: the demonstration county, web, worker and scheduler in the foreground."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import commands
from .broker import Redis, free_port, is_free
from .failure import Failure, run_main
from .place import (
    ROOT,
    WEB_PORT,
    Place,
    check_free_space,
    place_of_developer,
    place_of_smoke,
    port_setting,
    prepare,
)
from .postgres import Postgres
from .services import running, using
from .supervisor import Process, Stopped, Supervisor, Watched, say, stop_on_signals

ADDRESS = "127.0.0.1"
READY_TIMEOUT_S = 60
USAGE = """usage: script/server [--smoke]
  --smoke   start everything with data of its own, walk through the main job, stop
The port is 8000, or the one in YUJIAN_WEB_PORT."""


def main(arguments: list[str]) -> int:
    """Start all, wait for Ctrl-C; or, with ``--smoke``, walk once and stop."""
    if arguments not in ([], ["--smoke"]):
        raise Failure(USAGE)
    stop_on_signals()
    try:
        return smoke() if arguments else serve()
    except Stopped:
        say("server", "stopped.")
        return 0


def serve() -> int:
    """The developer's data on the usual port, until Ctrl-C."""
    place = place_of_developer()
    port = port_setting("YUJIAN_WEB_PORT", WEB_PORT)
    prepare(place)
    check_free_space(place.local)
    with only_one(place, port):
        check_port(port)
        with running(place) as environ:
            fill(place, environ, port)
            with supervised(place, environ, port) as supervisor:
                print(welcome(place, port), flush=True)
                supervisor.watch()
    return 0


def smoke() -> int:
    """Everything with data of its own, beside whatever runs; exit code of the walk."""
    place = place_of_smoke()
    check_free_space(ROOT / ".local")
    prepare(place)
    port = free_port()
    with only_one(place, port):
        try:
            with using(Postgres()), fresh_database(place), running(place) as environ:
                fill(place, environ, port)
                with supervised(place, environ, port):
                    return call(
                        place,
                        ["script.lib.smoke", f"http://{ADDRESS}:{port}", str(place.logins_file)],
                        environ,
                    )
        finally:
            shutil.rmtree(place.local, ignore_errors=True)


@contextmanager
def only_one(place: Place, port: int) -> Iterator[None]:
    """Hold the lock of a running server; a second one is told about the first."""
    with (place.local / "server.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise Failure(
                f"script/server already runs in this folder ({file.read().strip()}); "
                "use that one, or stop it with Ctrl-C in its terminal."
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()}, http://{ADDRESS}:{port}/")
        file.flush()
        yield


@contextmanager
def fresh_database(place: Place) -> Iterator[None]:
    """An empty database for one run; what an earlier, killed run left is dropped."""
    postgres = Postgres()
    postgres.drop_database(place.database)
    postgres.create_database(place.database)
    try:
        yield
    finally:
        postgres.drop_database(place.database)


def check_port(port: int) -> None:
    """Refuse a busy port before the long part begins."""
    if not is_free(port):
        raise Failure(
            f"Port {port} is in use by another program; stop that program, "
            f"or start on another port: YUJIAN_WEB_PORT={port + 1} script/server"
        )


def fill(place: Place, environ: dict[str, str], port: int) -> None:
    """Bring the tables up to date and open the demonstration county; both are safe to repeat."""
    for step in (["migrate_counties"], ["open_demonstration", "--port", str(port)]):
        say("server", f"manage {' '.join(step)}")
        # The checks of Django are script/check's business; here they'd double the start.
        if call(place, ["django", *step, "--skip-checks"], environ) != 0:
            raise Failure(f"'manage {' '.join(step)}' failed; the lines above say why.")


def call(place: Place, module: list[str], environ: dict[str, str]) -> int:
    """Run a Python module to its end. When we are stopped, it is stopped first."""
    command = ["setpriv", "--pdeathsig", "TERM", str(place.python), "-P", "-m", *module]
    process = subprocess.Popen(
        command, env=environ, cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def supervised(place: Place, environ: dict[str, str], port: int) -> Iterator[Supervisor]:
    """Web, worker and scheduler run inside this block."""
    servers = [Watched(Postgres()), Watched(Redis(place))]
    supervisor = Supervisor(processes(place, environ, port), servers)
    try:
        supervisor.start()
        deadline = time.monotonic() + READY_TIMEOUT_S
        supervisor.watch(until=lambda: answers(port) or time.monotonic() > deadline)
        if not answers(port):
            raise Failure(
                f"The web pages did not answer within {READY_TIMEOUT_S} seconds; "
                "the lines above that begin with 'web' say why."
            )
        yield supervisor
    finally:
        supervisor.stop()


def processes(place: Place, environ: dict[str, str], port: int) -> list[Process]:
    """The three processes and how they are started."""
    python, beat_folder = str(place.python), place.local / "beat"
    beat_folder.mkdir(exist_ok=True)
    web = commands.web(python, bind=f"{ADDRESS}:{port}", workers=2)
    worker = commands.worker(
        python, queues="default,printing,imports,sending,scans", processes=2, name=place.name
    )
    beat = commands.scheduler(python, schedule=str(beat_folder / "schedule"))
    return [
        Process("web", web, environ),
        # We run as root where the clerk is root; Celery's page about that says nothing new.
        Process(
            "worker", worker, environ | {"PYTHONWARNINGS": "ignore::UserWarning:celery.platforms"}
        ),
        Process("scheduler", beat, environ),
    ]


def answers(port: int) -> bool:
    """True when the web process says that it is well."""
    try:
        with urllib.request.urlopen(f"http://{ADDRESS}:{port}/health/", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def welcome(place: Place, port: int) -> str:
    """What a person needs to begin."""
    logins = read(place.logins_file)
    return (
        f"\nYujian is running. Open http://demo.localhost:{port}/ "
        f"or http://{ADDRESS}:{port}/\n\n{logins}\n"
        f"The logins stand in {place.logins_file}. Ctrl-C stops everything.\n"
        f"The operators' pages are at http://console.localhost:{port}/ ; "
        "script/manage add_operator makes one.\n"
    )


def read(path: Path) -> str:
    """The text of a file, or nothing."""
    return path.read_text() if path.exists() else ""


if __name__ == "__main__":
    run_main(main)
