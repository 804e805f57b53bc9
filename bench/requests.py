"""A page with one query, addressed by county, beside the same page in Django without tenants.

Two gunicorn servers with two workers each, both up all the time; wrk asks them in turn. The
view and the other middlewares are the same, with the line that is written about each request.
Without tenants there is no search of the county by its address, and no SET search_path.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench._counties import fill
from bench.harness import Sides, at_least, row
from script.lib.broker import free_port

HOSTS = 50
SECONDS = 3
ROUNDS = 7
PATIENCE_S = 60
_HOSTS_IN_TURN = """
local n = 0
request = function()
    n = n %% %d + 1
    return wrk.format("GET", "/", {["Host"] = string.format("%%d.test", 900000 + n)})
end
"""


@row("a page with one query, addressed by county, 50 hosts", reach=at_least(0.75))
def one_query() -> Iterator[Sides]:
    fill(HOSTS)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        turns = folder / "hosts.lua"
        turns.write_text(_HOSTS_IN_TURN % HOSTS)
        ours = stack.enter_context(server("bench._page_counties", folder / "ours"))
        plain = stack.enter_context(server("bench._page_plain", folder / "plain"))
        yield Sides(
            ours=lambda: per_request(ours, turns),
            against=lambda: per_request(plain, turns),
            rounds=ROUNDS,
        )


@contextmanager
def server(settings: str, log: Path) -> Iterator[int]:
    """Two sync workers with these settings; yields the port."""
    port = free_port()
    command = [sys.executable, "-P", "-m", "gunicorn", "config.wsgi", "--workers=2"]
    command += [f"--bind=127.0.0.1:{port}", "--worker-class=sync", "--no-control-socket"]
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": settings}
    with log.open("w") as lines:
        process = subprocess.Popen(command, env=environ, stdout=lines, stderr=lines)
    try:
        wait_for(port, log)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def wait_for(port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": "900001.test"})
    while True:
        try:
            with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310 -- our own
                assert b"<p>accounts" in answer.read()
                return
        except OSError:
            if time.monotonic() > deadline:
                raise RuntimeError(log.read_text()[-2000:]) from None
            time.sleep(0.1)


def per_request(port: int, turns: Path) -> float:
    """Seconds that one answer took at this rate."""
    program = shutil.which("wrk")
    assert program is not None, "script/setup --test installs wrk"
    command = [program, "-t1", "-c4", f"-d{SECONDS}s", f"--script={turns}"]
    told = subprocess.run(
        [*command, f"http://127.0.0.1:{port}/"], capture_output=True, text=True, check=True
    ).stdout
    # Each answer must be the page: wrk counts those that are not.
    assert "Non-2xx" not in told, told
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    assert rate is not None, told
    return 1 / float(rate[1])
