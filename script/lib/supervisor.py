"""Keeps a few processes running in the foreground and stops them together; watches the servers
that they need.

Each process gets a session of its own, so that its whole family can be stopped and Ctrl-C
in the terminal reaches only us; and a death signal, so that it stops even when we are killed.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock, Thread
from types import FrameType
from typing import Protocol

from .failure import Failure

STOP_TIMEOUT_S = 20
MOST_RESTARTS = 4
HEALTHY_AFTER_S = 60
FIRST_PAUSE_S = 1.0
LOOK_EVERY_S = 0.2
LOOK_AT_SERVERS_EVERY_S = 2.0
LONGEST_PAUSE_S = 30.0

_printing = Lock()


class Stopped(BaseException):
    """Ctrl-C or SIGTERM: not an error, and no ``except Exception`` may swallow it."""


def stop_on_signals() -> None:
    """Turn the first Ctrl-C or SIGTERM into Stopped; later ones don't disturb the clean-up."""

    def raise_stopped(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise Stopped

    signal.signal(signal.SIGINT, raise_stopped)
    signal.signal(signal.SIGTERM, raise_stopped)
    # A closed terminal stops us like Ctrl-C does.
    signal.signal(signal.SIGHUP, raise_stopped)


def say(name: str, line: str) -> None:
    """Print one whole line with the name of who says it."""
    with _printing:
        try:
            print(f"{name:<9}| {line}", flush=True)
        except OSError:
            # The terminal is gone; stopping properly matters more than the words.
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115 -- stays open to the end


@dataclass
class Process:
    """One process that is kept running."""

    name: str
    command: list[str]
    environ: dict[str, str]
    popen: subprocess.Popen[str] | None = None
    started_at: float = 0.0
    restarts: int = 0
    due_at: float | None = field(default=None)

    def start(self) -> None:
        """Start it, its output prefixed with its name."""
        # --pdeathsig: when this script is killed without a chance to clean up.
        self.popen = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", *self.command],
            env=self.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.started_at = time.monotonic()
        self.due_at = None
        Thread(target=self._read, args=(self.popen,), daemon=True).start()

    def signal_family(self, number: signal.Signals) -> None:
        """Send a signal to the process and all its children."""
        if self.popen is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.popen.pid, number)

    def _read(self, popen: subprocess.Popen[str]) -> None:
        assert popen.stdout is not None
        for line in popen.stdout:
            say(self.name, line.rstrip("\n"))


class Server(Protocol):
    """A database or a Redis, which others may be using too."""

    label: str

    def is_running(self) -> bool: ...

    def revive(self) -> None: ...


@dataclass
class Watched:
    """One server that is started again when it is gone.

    It never ends the rest: while the database is away, the pages say so, and go on after it.
    """

    server: Server
    failures: int = 0
    look_at: float = 0.0

    def look(self) -> None:
        """Start it if it is gone; after a failure later and later."""
        now = time.monotonic()
        if now < self.look_at:
            return
        self.look_at = now + LOOK_AT_SERVERS_EVERY_S
        if self.server.is_running():
            self.failures = 0
            return
        say("server", f"{self.server.label} is gone; started again.")
        try:
            self.server.revive()
        except Failure as trouble:
            pause_s = min(FIRST_PAUSE_S * 2**self.failures, LONGEST_PAUSE_S)
            self.failures += 1
            self.look_at = time.monotonic() + pause_s
            say("server", f"{trouble} Tried again in {pause_s:g} s.")
        else:
            say("server", f"{self.server.label} is back.")


class Supervisor:
    """Starts processes, restarts what dies, gives up in the end, stops all.

    The servers that they need are watched too; whoever started them stops them.
    """

    def __init__(self, processes: list[Process], servers: Sequence[Watched] = ()) -> None:
        self.processes = processes
        self.servers = servers

    def start(self) -> None:
        """Start all of them."""
        for process in self.processes:
            process.start()

    def watch(self, until: Callable[[], bool] = lambda: False) -> None:
        """Restart what dies until the condition holds; by default for ever."""
        while not until():
            for server in self.servers:
                server.look()
            for process in self.processes:
                self._look_at(process)
            time.sleep(LOOK_EVERY_S)

    def stop(self) -> None:
        """Ask all to stop, and end what doesn't in time, with its children."""
        for process in self.processes:
            # Only the head: Celery's and gunicorn's heads tell their children themselves.
            if process.popen is not None and process.popen.poll() is None:
                process.popen.terminate()
        deadline = time.monotonic() + STOP_TIMEOUT_S
        for process in self.processes:
            if process.popen is not None:
                try:
                    process.popen.wait(max(0.0, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    say("server", f"{process.name} did not stop in time and was ended.")
            process.signal_family(signal.SIGKILL)

    def _look_at(self, process: Process) -> None:
        now = time.monotonic()
        if process.due_at is not None:
            if now >= process.due_at:
                process.start()
            return
        assert process.popen is not None
        code = process.popen.poll()
        if code is None:
            if now - process.started_at > HEALTHY_AFTER_S:
                process.restarts = 0
            return
        # What it left behind must not meet its successor.
        process.signal_family(signal.SIGKILL)
        if process.restarts >= MOST_RESTARTS:
            raise Failure(
                f"The {process.name} process stopped {process.restarts + 1} times in a row "
                f"(last exit code {code}); the lines above that begin with "
                f"'{process.name}' say why."
            )
        pause_s = FIRST_PAUSE_S * 2**process.restarts
        process.restarts += 1
        say("server", f"{process.name} stopped with code {code}; started again in {pause_s:g} s.")
        process.due_at = now + pause_s
