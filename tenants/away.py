"""When the database or the disk is in trouble: one sentence instead of a bare error.

The page is drawn without asking the database anything, since that is what does not answer.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator

from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error as defect

from common.disk import NO_ROOM
from common.errors import Refusal
from tenants.errors import DatabaseAway, DatabaseBusy, DatabaseReadOnly, DiskFull
from tenants.sentences import Sentence, as_toast

RETRY_AFTER_S = 10
_log = logging.getLogger(__name__)
# SQLSTATE -> what it means for the person (PostgreSQL's manual, appendix A).
_BY_STATE: dict[str, type[Refusal]] = {
    "25006": DatabaseReadOnly,  # read_only_sql_transaction: a standby, or switched to reading
    "40001": DatabaseBusy,  # serialization_failure
    "40P01": DatabaseBusy,  # deadlock_detected
    "55P03": DatabaseBusy,  # lock_not_available
    "57014": DatabaseBusy,  # query_canceled: the statement took too long
    "53100": DiskFull,  # disk_full
}
# Classes of SQLSTATE in which the server is going, gone, or takes nobody in.
_AWAY = ("08", "57P", "53", "58")


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: 503 and a sentence for trouble that passes, 500 for a defect."""
    trouble = sys.exc_info()[1]
    refusal = trouble_behind(trouble)
    if refusal is None:
        return defect(request)
    _log.error("%s instead of the page: %s", refusal.code, str(trouble).partition("\n")[0])
    if request.headers.get("HX-Request") == "true":
        page = {"sentence": str(refusal), "code": refusal.code}
        toast = render_to_string("tenants/trouble_toast.html", page)
        response = as_toast(HttpResponse(toast, status=refusal.http_status))
    else:
        response = Sentence(refusal)
    response["Retry-After"] = str(RETRY_AFTER_S)
    return response


def trouble_behind(error: BaseException | None) -> Refusal | None:
    """The refusal that tells a person of this error, or None when it is a defect."""
    for one in _causes(error):
        if isinstance(one, OSError) and one.errno in NO_ROOM:
            return DiskFull()
        if isinstance(one, DatabaseError):
            return _of_the_database(one)
    return None


def _of_the_database(error: DatabaseError) -> Refusal | None:
    state = getattr(error.__cause__, "sqlstate", None)
    if state in _BY_STATE:
        return _BY_STATE[state]()
    if state is not None:
        return DatabaseAway() if state.startswith(_AWAY) else None
    # No state: the connection broke, or was never made.
    return DatabaseAway() if isinstance(error, OperationalError | InterfaceError) else None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
