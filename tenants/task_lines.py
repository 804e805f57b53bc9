"""A task runs under the request and person that sent it, and leaves one line when it ends."""

from __future__ import annotations

import logging
import logging.config
import time
from contextlib import ExitStack
from typing import Any

from celery.signals import setup_logging, task_postrun, task_prerun, task_retry
from django.conf import settings

from common.request_id import Person, RunningTask, person, request_id, under_way

_REQUEST, _PERSON_ID, _PERSON_ROLES = "yujian_request", "yujian_person", "yujian_roles"
SENT = "yujian_sent"  # when, by the sender's clock, in seconds since 1970
_log = logging.getLogger("yujian.tasks")
_running: dict[str, tuple[ExitStack, float]] = {}  # a worker process runs one; eager ones nest


def headers_of_sender(headers: dict[str, Any] | None) -> dict[str, Any]:
    """The headers of a task, with the request and the person of whoever sends it."""
    found: dict[str, Any] = {_REQUEST: request_id.get(), SENT: time.time()}
    if who := person.get()():
        found |= {_PERSON_ID: who.id, _PERSON_ROLES: who.roles}
    return found | (headers or {})


def write_about_tasks() -> None:
    """Connect the receivers. Twice is safe. Before those that ask the database something."""
    setup_logging.connect(_keep_our_logging, dispatch_uid="tenants_keep_our_logging")
    task_prerun.connect(_begin, dispatch_uid="tenants_task_line_begin")
    task_postrun.connect(_end, dispatch_uid="tenants_task_line_end")
    task_retry.connect(_say_retry, dispatch_uid="tenants_task_line_retry")


def _keep_our_logging(**kwargs: Any) -> None:
    """Who listens to this signal keeps Celery from putting handlers of its own in place."""
    logging.config.dictConfig(settings.LOGGING)


def _begin(task_id: str, task: Any, **kwargs: Any) -> None:
    sent = {**vars(task.request), **(task.request.headers or {})}
    who = Person(sent[_PERSON_ID], sent[_PERSON_ROLES]) if sent.get(_PERSON_ID) else None
    stack = ExitStack()
    stack.enter_context(
        under_way(
            sent.get(_REQUEST) or task.request.root_id or task_id,
            who=lambda: who,
            job=RunningTask(task.name, task_id, sent.get(SENT)),
        )
    )
    _running[task_id] = stack, time.perf_counter()


def _end(task_id: str, task: Any, state: str | None = None, **kwargs: Any) -> None:
    state = state or "FAILURE"  # an eager one that raised has none
    stack, start = _running.pop(task_id, (None, 0.0))
    if stack is None:
        return
    took = {"state": state, "duration_ms": round((time.perf_counter() - start) * 1000, 1)}
    level = logging.INFO if state in ("SUCCESS", "RETRY", "IGNORED") else logging.ERROR
    _log.log(level, "%s %s", task.name, state, extra=took)
    stack.close()


def _say_retry(reason: Any, **kwargs: Any) -> None:
    _log.warning("will be tried again: %s", reason)
