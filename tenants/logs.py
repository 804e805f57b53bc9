"""Every log line says in which county, for which person and for which request it was written."""

from __future__ import annotations

import logging

from django.apps import apps

from common.request_id import person, request_id, task

PASSING = 503


class WhereFilter(logging.Filter):
    """Adds to a record where we are. Asks the database nothing, and nobody who they are."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.county = _county()
        record.request_id = request_id.get() or "-"
        record.person = person.get()()
        running = task.get()
        record.task, record.task_id = running[:2] if running else (None, None)
        return True


class NotPassingTrouble(logging.Filter):
    """Drops Django's traceback of a 503: tenants.away has said in one line what it was.

    While the database is away every request would write forty lines.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) != PASSING


def _county() -> str:
    # gunicorn's head writes lines too, and never loads the apps.
    if not apps.ready:
        return "-"
    from django.db import connection  # noqa: PLC0415 -- no backend before the apps are loaded

    return getattr(connection, "schema_name", None) or "-"
