"""``/health/`` for load balancers and supervisors: well, or not. What is wrong, it does not say.

The long answer is for operators: console/health.py.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from common.probes import ask

TIMEOUT_S = 3.0
_log = logging.getLogger(__name__)


class HealthMiddleware:
    """Answers before any county is looked up: is the database there?"""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != "/health/":
            return self.get_response(request)
        try:
            ask("database", database_answers, timeout_s=TIMEOUT_S)
        except Exception as trouble:
            _log.warning("the database does not answer: %s", type(trouble).__name__)
            return JsonResponse({"health": "down"}, status=503, headers={"Retry-After": "5"})
        return JsonResponse({"health": "ok"})


def database_answers() -> None:
    """On a connection of this thread, which is closed. Raises what the database raises."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()
