"""Every log line says in which county and for which request it was written."""

import logging

from django.db import connection

from common.request_id import request_id


class WhereFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.county = getattr(connection, "schema_name", "-")
        record.request_id = request_id.get() or "-"
        return True
