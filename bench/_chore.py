"""The task of bench/queues.py and its worker's settings: it sleeps, and says how long it waited."""

from __future__ import annotations

import time
from pathlib import Path

from celery import shared_task

from common.request_id import task

TAKES_S = 0.2


@shared_task(name="bench.chore", ignore_result=True)
def chore(*, path: str) -> None:
    running = task.get()
    waited_s = time.time() - (running.sent_s if running and running.sent_s else 0)
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"{waited_s:.4f}\n")
    time.sleep(TAKES_S)
