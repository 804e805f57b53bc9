"""A question that must be answered in time: is the other side there?

What hangs cannot be stopped from Python, so each question has a thread of its own, and is not
asked a second time while the first still hangs.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from typing import TypeVar

Answer = TypeVar("Answer")
_hanging: dict[str, Future[object]] = {}
_guard = threading.Lock()


def ask(name: str, probe: Callable[[], Answer], *, timeout_s: float) -> Answer:
    """What ``probe`` returns. Raises what it raises, or TimeoutError after ``timeout_s``.

    ``name``: one question at a time bears it; while one hangs, the next waits for the same.
    """
    with _guard:
        running = _hanging.get(name)
        if running is None:
            running = _hanging[name] = Future()
            threading.Thread(target=_run, args=(name, probe, running), daemon=True).start()
    try:
        return running.result(timeout_s)  # type: ignore[return-value]  # same name, same probe
    except NotInTime:
        raise TimeoutError(f"no answer within {timeout_s:g} s") from None


def _run(name: str, probe: Callable[[], object], answer: Future[object]) -> None:
    try:
        found = probe()
    except BaseException as trouble:  # handed to whoever asked
        _forget(name)
        answer.set_exception(trouble)
    else:
        _forget(name)
        answer.set_result(found)


def _forget(name: str) -> None:
    with _guard:
        _hanging.pop(name, None)
