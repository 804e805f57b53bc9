"""Database and Redis, shared by every script that needs them.

The last one to leave switches off the light: each user holds a shared lock for its own
time, and who leaves stops a server only when nobody else holds it. ``script/services start``
leaves them on until ``script/services stop``.
"""

import fcntl
import os
import shlex
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Protocol

from .broker import Redis
from .failure import Failure, run_main
from .place import Place, environment, place_of_developer, prepare
from .postgres import Postgres

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
USAGE = """usage: script/services start|stop|status|env
  start   start database and Redis and leave them on
  stop    stop them, unless a script is using them
  status  say which of them run
  env     print the environment as lines for a shell: eval "$(script/services env)"
"""


class Server(Protocol):
    """What a server must be able to do to be shared."""

    label: str
    folder: Path

    def is_running(self) -> bool: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


@contextmanager
def running(place: Place) -> Iterator[dict[str, str]]:
    """Database and Redis run inside this block; yields the environment for Django."""
    prepare(place)
    redis = Redis(place)
    with using(Postgres()), using(redis):
        yield environment(place, redis.port)


@contextmanager
def using(server: Server) -> Iterator[None]:
    """Start the server if it doesn't run; afterwards stop it if nobody needs it."""
    locks = server.folder.parent
    with _locked(locks / f"{server.folder.name}.users") as users:
        try:
            with _alone(server):
                fcntl.flock(users, fcntl.LOCK_SH)
                if not server.is_running():
                    server.start()
            yield
        finally:
            with _alone(server):
                fcntl.flock(users, fcntl.LOCK_UN)
                if not _keep_file(server).exists():
                    _stop_if_unused(server, users)


def keep_on(server: Server) -> None:
    """Start the server and leave it on after us."""
    with _alone(server):
        _keep_file(server).touch()
        if not server.is_running():
            server.start()


def switch_off(server: Server) -> bool:
    """Stop the server unless somebody uses it. False when it goes on."""
    with _alone(server), _locked(server.folder.parent / f"{server.folder.name}.users") as users:
        _keep_file(server).unlink(missing_ok=True)
        return _stop_if_unused(server, users)


def _stop_if_unused(server: Server, users: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        server.stop()
        return True
    return False


def _keep_file(server: Server) -> Path:
    return server.folder.parent / f"{server.folder.name}.keep"


@contextmanager
def _alone(server: Server) -> Iterator[None]:
    """Nobody else starts or stops this server meanwhile, and Ctrl-C waits for the end of it."""
    with _locked(server.folder.parent / f"{server.folder.name}.lock") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        with _signals_held():
            yield


@contextmanager
def _signals_held() -> Iterator[None]:
    """A signal in the middle of a start would leave a server that nobody stops."""
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        came.append(number)

    kept = {number: signal.signal(number, note) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
        for late in came:
            os.kill(os.getpid(), late)


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    # The lock falls with the file, also when this process is killed.
    with path.open("w") as file:
        yield file.fileno()


def main(arguments: list[str]) -> int:
    """The commands of ``script/services``."""
    place = place_of_developer()
    prepare(place)
    redis = Redis(place)
    servers: list[Server] = [Postgres(), redis]
    match arguments:
        case ["start"]:
            for server in servers:
                keep_on(server)
        case ["stop"]:
            for server in servers:
                if not switch_off(server):
                    print(f"{server.label} goes on: another script is using it.")
        case ["status"]:
            for server in servers:
                print(f"{server.label}: {'running' if server.is_running() else 'stopped'}")
        case ["env"]:
            for name, value in environment(place, redis.port).items():
                if name.startswith("YUJIAN_") or name in ("PYTHONPATH", "PATH"):
                    print(f"export {name}={shlex.quote(value)}")
        case _:
            raise Failure(USAGE)
    return 0


if __name__ == "__main__":
    run_main(main)
