"""A county on one side, the partner's program in its own process on the other, and one clock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from messaging.services import EndpointData, register_endpoint
from messaging.states import OFFERED
from operations.furnishing import first_administrators, furnish
from operations.sandbox import Partner, furnish_sandbox
from script.lib.broker import free_port
from tests.committed import committed_county
from tests.partners.test_client import make_client
from tests.served import served

HERE = Path(__file__).parent


@dataclass
class StoryClock:
    """What time it is for everybody in the story: as it was set, and running."""

    at: datetime
    set_s: float = field(default_factory=time.monotonic)

    def set(self, at: datetime) -> None:
        self.at, self.set_s = at, time.monotonic()

    def __call__(self) -> datetime:
        return self.at + timedelta(seconds=time.monotonic() - self.set_s)


@dataclass
class Program:
    """The partner's: it can be killed, and started again on its books."""

    folder: Path
    arguments: list[str]
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """It finds its own files and the client that was made, and nothing of the project."""
        environ = {**os.environ, "PYTHONPATH": f"{HERE}:{self.folder / 'client'}"}
        environ.pop("DJANGO_SETTINGS_MODULE", None)
        with (self.folder / "stderr").open("a") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-P", str(HERE / "market_day.py"), *self.arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                cwd=self.folder,
                env=environ,
            )

    def tell(self, **said: Any) -> None:
        assert self.process is not None
        assert self.process.stdin is not None
        print(json.dumps(said), file=self.process.stdin, flush=True)

    def ask(self, **said: Any) -> Any:
        self.tell(**said)
        assert self.process is not None
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, (self.folder / "stderr").read_text()[-3000:]
        return json.loads(line)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@dataclass
class Month:
    """Where it happens."""

    county: Any
    clock: StoryClock
    program: Program
    market: Any
    endpoint: Any


@contextmanager
def a_place(code: str, clock: StoryClock, folder: Path, seed: str) -> Iterator[Month]:
    """Everything stands, nothing has happened yet; nothing is left of it afterwards."""
    with committed_county(code, domain="127.0.0.1") as county, served() as port:
        county.is_demonstration = True
        county.save(verbosity=0)
        at = clock()
        furnish(at=at)
        first_administrators(at=at)
        registered = furnish_sandbox(
            Partner("market", "partner_system", "samr", ["127.0.0.0/8"]), at=at
        )
        client, hooks = registered.client, free_port()
        endpoint, secret = register_endpoint(
            EndpointData(
                name="市场监管登记系统",
                url=f"http://127.0.0.1:{hooks}/hooks",
                department_id=client.user.department_id,
                kinds=[kind for kind, _ in OFFERED],
            ),
            by=client.registered_by,
            at=at,
        )
        make_client(folder / "client")
        base, books = f"http://127.0.0.1:{port}", str(folder / "books.sqlite")
        words = [base, client.code, registered.secret, secret, str(hooks), books, seed]
        program = Program(folder, words)
        program.start()
        try:
            yield Month(county, clock, program, client.user, endpoint)
        finally:
            program.kill()
