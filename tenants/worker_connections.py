"""A worker's database connection is looked at before each task.

Celery keeps a connection for hundreds of tasks, and Django looks whether it still lives only
at the beginning of a web request. Without this, workers stay broken after the database was
restarted. Imported by config.celery before the library that switches the county, since that
asks the database itself and receivers run in the order in which they were connected.
"""

from __future__ import annotations

from typing import Any

from celery.signals import task_prerun
from django.db import connections


def drop_dead_connections(task: Any = None, **kwargs: Any) -> None:
    """Close what is dead or too old; the next query opens a new one.

    Not inside a transaction, in which a task may only be when it is run at once (tests).
    """
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


task_prerun.connect(drop_dead_connections, dispatch_uid="tenants_drop_dead_connections")
