"""Tasks for a real worker of the tests; each leaves a line in a file for every time it ran."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from celery import shared_task
from django.db import connection

from tenants.work import note_progress


def _note(path: str, text: str) -> None:
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(f"{connection.schema_name} {text}\n")


@shared_task(name="tests.chore", ignore_result=True)
def chore(*, path: str, text: str, takes_s: float = 0.0) -> None:
    time.sleep(takes_s)
    _note(path, text)


@shared_task(name="tests.one_is_enough", is_one_enough=True, ignore_result=True)
def one_is_enough(*, path: str) -> None:
    _note(path, "enough")


@shared_task(name="tests.failing", ignore_result=True)
def failing(*, path: str) -> None:
    if not Path(path).exists():
        raise RuntimeError("no file, and words that nobody outside may read")
    _note(path, "mended")


@shared_task(name="tests.killing", ignore_result=True)
def killing(*, path: str, times: int) -> None:
    _note(path, "begun")
    if len(Path(path).read_text(encoding="utf-8").splitlines()) <= times:
        os.kill(os.getpid(), signal.SIGKILL)
    _note(path, "done")


@shared_task(name="tests.trying", bind=True, ignore_result=True)
def trying(self: object, *, path: str) -> None:
    _note(path, f"try {self.request.retries}")
    if self.request.retries < 2:
        raise self.retry(countdown=0.2)


@shared_task(name="tests.lasting", ignore_result=True)
def lasting(*, path: str) -> None:
    note_progress(3, 7)
    _note(path, "half")
    time.sleep(2)
