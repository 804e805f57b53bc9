"""A worker's database connection is looked at before each task.

Celery keeps a connection for hundreds of tasks, and Django looks whether it still lives only
at the beginning of a web request. Without this, workers stay broken after the database was
restarted. It must run before the library switches the county, which asks the database itself;
receivers run in the order in which they were connected, so the library's is connected again.
"""

from __future__ import annotations

from typing import Any

from celery.signals import task_prerun, worker_init
from django.db import connections
from tenant_schemas_celery.app import switch_schema

SWITCH = "tenant_schemas_switch_schema"  # the library's own name for its receiver


def drop_dead_connections(task: Any = None, **kwargs: Any) -> None:
    """Close what is dead or too old; the next query opens a new one.

    Not inside a transaction, in which a task may only be when it is run at once (tests).
    """
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def look_before_the_county_is_switched() -> None:
    """Connect the look, and the library's receiver behind it. Twice is safe."""
    task_prerun.disconnect(dispatch_uid=SWITCH)
    task_prerun.connect(drop_dead_connections, dispatch_uid="tenants_drop_dead_connections")
    task_prerun.connect(switch_schema, dispatch_uid=SWITCH)
    worker_init.connect(_look_at_sessions, dispatch_uid="tenants_look_at_sessions")


def _look_at_sessions(**kwargs: Any) -> None:
    """Before its processes are forked: they need not look again."""
    from tenants.pooler import look_before_serving  # noqa: PLC0415 -- no settings while apps load

    look_before_serving()
