"""Somebody who kills the server's parts, each time another one, in an order that a seed gives."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from threading import Event

from script.lib.broker import Redis
from script.lib.postgres import Postgres
from script.lib.supervisor import Process, say


class Killer:
    """``kill`` does one bad thing; ``go_on`` does one every few seconds until told to stop."""

    def __init__(
        self, dice: Random, processes: list[Process], postgres: Postgres, redis: Redis
    ) -> None:
        self.dice = dice
        self.by_name = {process.name: process for process in processes}
        self.postgres, self.redis = postgres, redis
        self.done: Counter[str] = Counter()
        self.deeds: dict[str, Callable[[], None]] = {
            "web killed": lambda: self._family("web"),
            "a web process killed": lambda: self._child("web"),
            "worker killed": lambda: self._family("worker"),
            "a worker process killed": lambda: self._child("worker"),
            "scheduler killed": lambda: self._family("scheduler"),
            "Redis killed": lambda: self._end(self._redis_pid(), signal.SIGKILL),
            "Redis hung": self._hang_redis,
            "PostgreSQL killed": lambda: self._end(self._postgres_pid(), signal.SIGKILL),
            "PostgreSQL stopped": lambda: self._end(self._postgres_pid(), signal.SIGINT),
            "a session of PostgreSQL killed": self._kill_session,
        }

    def go_on(self, stop: Event, *, pause_s: tuple[float, float]) -> None:
        # Each deed once in a shuffled order, then again: in minutes none is left out.
        waiting: list[str] = []
        while not stop.wait(self.dice.uniform(*pause_s)):
            waiting = waiting or self.dice.sample(sorted(self.deeds), len(self.deeds))
            self.kill(waiting.pop())

    def kill(self, deed: str) -> None:
        say("killer", deed)
        self.deeds[deed]()
        self.done[deed] += 1

    def _family(self, name: str) -> None:
        self.by_name[name].signal_family(signal.SIGKILL)

    def _child(self, name: str) -> None:
        popen = self.by_name[name].popen
        if popen is not None and (children := children_of(popen.pid)):
            self._end(self.dice.choice(children), signal.SIGKILL)

    def _hang_redis(self) -> None:
        pid = self._redis_pid()
        self._end(pid, signal.SIGSTOP)
        time.sleep(self.dice.uniform(4, 9))
        self._end(pid, signal.SIGCONT)

    def _kill_session(self) -> None:
        # The server takes that for a crash: all sessions end, and it recovers by itself.
        head = self._postgres_pid()
        if head and (children := children_of(head)):
            self._end(self.dice.choice(children), signal.SIGKILL)

    def _redis_pid(self) -> int:
        return first_number(self.redis.folder / "redis.pid")

    def _postgres_pid(self) -> int:
        return first_number(self.postgres.data / "postmaster.pid")

    @staticmethod
    def _end(pid: int, number: signal.Signals) -> None:
        if pid:
            with suppress(ProcessLookupError):
                os.kill(pid, number)


def first_number(path: Path) -> int:
    """The process in a pid file; 0 when there is none just now."""
    with suppress(OSError, ValueError, IndexError):
        return int(path.read_text().split()[0])
    return 0


def children_of(pid: int) -> list[int]:
    """The processes that this one started and that live."""
    with suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
