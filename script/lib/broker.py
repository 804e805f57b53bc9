"""The private Redis of a place: queue of the worker and cache of the pages.

Redis has no socket address that both Celery and the cache write the same way, so it
listens on 127.0.0.1, with a password that is made at the first start.
"""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from .failure import Failure
from .other_user import ServiceUser
from .place import REDIS_PORT, Place, secret

START_TIMEOUT_S = 10
ANSWER_TIMEOUT_S = 2

CONFIGURATION = """\
# Written anew at every start by script/lib/broker.py.
bind 127.0.0.1
port {port}
requirepass {password}
daemonize yes
dir "{folder}"
pidfile "{folder}/redis.pid"
logfile "{folder}/redis.log"
# Tasks that wait survive a stop; what is lost all the same is found again by date and state.
save 60 1
"""


class Redis:
    """Starts and stops the Redis of one place."""

    label = "Redis"

    def __init__(self, place: Place) -> None:
        self.place = place
        self.folder = place.local / "redis"
        self.user = ServiceUser("redis")

    @property
    def port(self) -> int:
        """The port of the last start; another clone on this machine has another one."""
        remembered = self.folder / "port"
        return int(remembered.read_text()) if remembered.exists() else self.place.redis_port

    def is_running(self) -> bool:
        """True when *our* Redis answers: another one doesn't know the password."""
        try:
            asked = subprocess.run(
                ["redis-cli", "-h", "127.0.0.1", "-p", str(self.port), "ping"],
                env=os.environ | {"REDISCLI_AUTH": secret(self.place, "YUJIAN_REDIS_PASSWORD")},
                capture_output=True,
                text=True,
                timeout=ANSWER_TIMEOUT_S,
            )
        except subprocess.TimeoutExpired:
            return self._process_lives()  # it hangs, or reads its file in: not gone
        return asked.stdout.strip() == "PONG"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self._start_on(self._choose_port())

    def revive(self) -> None:
        """Start it again after a crash, on the port that everybody knows already."""
        # A crashed one that answers no more would keep the port.
        if self._process_lives():
            os.kill(self._process(), signal.SIGKILL)
        self._start_on(self.port)

    def _start_on(self, port: int) -> None:
        self.user.make_folder(self.folder)
        (self.folder / "port").write_text(str(port))
        configuration = self.folder / "redis.conf"
        configuration.touch(mode=0o600)
        self.user.give(configuration)
        password = secret(self.place, "YUJIAN_REDIS_PASSWORD")
        configuration.write_text(
            CONFIGURATION.format(port=port, password=password, folder=self.folder)
        )
        command = ["redis-server", str(configuration)]
        # A session of its own, so that Ctrl-C in the terminal doesn't reach the server.
        subprocess.run(
            self.user.command(command, reaching=self.folder),
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            start_new_session=True,
        )
        if not self._wait_for(running=True):
            raise Failure(
                f"Redis did not start; the last lines of {self.folder / 'redis.log'} say why."
            )

    def stop(self) -> None:
        """Stop the server; it writes down what waits in its queues."""
        if self._process() and self.is_running():
            os.kill(self._process(), signal.SIGTERM)
            self._wait_for(running=False)

    def _process(self) -> int:
        """The number in the pid file; 0 when there is none."""
        pid_file = self.folder / "redis.pid"
        text = pid_file.read_text().strip() if pid_file.exists() else ""
        return int(text) if text.isdecimal() else 0

    def _process_lives(self) -> bool:
        name = Path(f"/proc/{self._process()}/comm")
        # After a crash the number may by now be another program's.
        return self._process() > 0 and name.exists() and "redis" in name.read_text()

    def _choose_port(self) -> int:
        if self.place.redis_port == 0:
            return free_port()
        if "YUJIAN_REDIS_PORT" not in os.environ:
            return next((port for port in (self.port, REDIS_PORT) if is_free(port)), free_port())
        if is_free(self.place.redis_port):
            return self.place.redis_port
        raise Failure(
            f"Port {self.place.redis_port} is in use by another program; "
            "stop it or give YUJIAN_REDIS_PORT another number."
        )

    def _wait_for(self, *, running: bool) -> bool:
        deadline = time.monotonic() + START_TIMEOUT_S
        while self.is_running() != running:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True


def is_free(port: int) -> bool:
    """True when nothing listens on this port of this machine."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nothing listens on, chosen by the system."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
