"""What is under way: the request or job, the person behind it, the task. History and log lines
name them, and a task carries the first two on from the request that sent it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class Person(NamedTuple):
    """Who is behind a request or a task: number in the county and roles, never a name."""

    id: int
    roles: str


class RunningTask(NamedTuple):
    """The task that runs in this process."""

    name: str
    id: str
    sent_s: float | None = None  # seconds since 1970, as the sender's clock stood


def nobody() -> Person | None:
    """Before sign-in, and for what the system does by itself."""
    return None


request_id: ContextVar[str] = ContextVar("request_id", default="")
# A function, because a page looks up its person late, and a log line must not look up anybody.
person: ContextVar[Callable[[], Person | None]] = ContextVar("person", default=nobody)
task: ContextVar[RunningTask | None] = ContextVar("task", default=None)


@contextmanager
def under_way(
    request: str, *, who: Callable[[], Person | None] = nobody, job: RunningTask | None = None
) -> Iterator[None]:
    """Everything inside the block is written down under this request, person and task."""
    tokens = request_id.set(request), person.set(who), task.set(job)
    try:
        yield
    finally:
        request_id.reset(tokens[0])
        person.reset(tokens[1])
        task.reset(tokens[2])
