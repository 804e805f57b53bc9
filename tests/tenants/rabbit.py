"""A RabbitMQ of the tests' own, in a folder that is thrown away (script/setup --image rabbit)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from script.lib.broker import free_port

PROGRAM = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
START_S = 90


def is_installed() -> bool:
    return PROGRAM.exists()


@contextmanager
def rabbit(folder: Path) -> Iterator[str]:
    """Its address. It listens on this machine only and is known to nobody else."""
    port, of_names = free_port(), free_port()
    known = {
        "HOME": str(folder),  # its cookie lies there
        "RABBITMQ_NODENAME": f"yujian{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
        "ERL_EPMD_PORT": str(of_names),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
    }
    environ = os.environ | known
    quiet = subprocess.DEVNULL
    # Its own register of names, as a child: RabbitMQ would start one that outlives it.
    names = subprocess.Popen(
        ["epmd", "-port", str(of_names), "-address", "127.0.0.1"], stdout=quiet, stderr=quiet
    )
    process = subprocess.Popen(
        [PROGRAM], env=environ, cwd=folder, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        _wait_for(port, process)
        yield f"amqp://guest:guest@127.0.0.1:{port}//"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        names.kill()
        names.wait()


def _wait_for(port: int, process: subprocess.Popen) -> None:
    """It greets whoever begins as AMQP 0-9-1 does, once it is there."""
    deadline = time.monotonic() + START_S
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(b"AMQP\x00\x00\x09\x01")
            if line.recv(1) == b"\x01":
                return
        assert process.poll() is None, "RabbitMQ did not start"
        assert time.monotonic() < deadline, f"no RabbitMQ after {START_S} s"
        time.sleep(0.2)
