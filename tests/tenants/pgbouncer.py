"""A real PgBouncer between Django and the tests' database."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from script.lib.other_user import ServiceUser

PORT = 6543  # names the socket file only
PATIENCE_S = 20

_SETTINGS = """
[databases]
{name} = host={host} port={port} user={user}
[pgbouncer]
listen_port = {own_port}
unix_socket_dir = {folder}
auth_type = any
pool_mode = {mode}
default_pool_size = 5
server_round_robin = {in_turn}
ignore_startup_parameters = extra_float_digits
logfile = {folder}/log
"""


@contextmanager
def pgbouncer(mode: str, *, in_turn: bool = False) -> Iterator[dict[str, str]]:
    """Host and port of a pooler in this mode, as Django's settings name them."""
    user = ServiceUser("postgres")  # it refuses root
    folder = Path(tempfile.mkdtemp(prefix="pgb"))
    process = None
    try:
        folder.chmod(0o755)
        user.give(folder)
        (folder / "ini").write_text(_settings(folder, mode, in_turn))
        program = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin")
        assert program is not None, "script/setup --test installs pgbouncer"
        process = subprocess.Popen(
            user.command([program, str(folder / "ini")], reaching=folder),
            cwd="/",
            stderr=subprocess.DEVNULL,
        )
        _wait_for(folder / f".s.PGSQL.{PORT}")
        yield {"HOST": str(folder), "PORT": str(PORT)}
    finally:
        if process is not None:
            process.terminate()
            process.wait(PATIENCE_S)
        shutil.rmtree(folder)


def _settings(folder: Path, mode: str, in_turn: bool) -> str:
    there = connection.settings_dict
    return _SETTINGS.format(
        name=there["NAME"],
        host=there["HOST"],
        port=there["PORT"],
        user=there["USER"],
        own_port=PORT,
        folder=folder,
        mode=mode,
        in_turn=int(in_turn),
    )


def _wait_for(socket: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not socket.exists():
        assert time.monotonic() < deadline, "PgBouncer did not start"
        time.sleep(0.02)
