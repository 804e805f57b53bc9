"""A number for each request, and one line in the log when it is answered.

This line is the access log: it knows the county, the person and how long the answer took.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from common.log_lines import without_tokens
from common.request_id import Person, person, request_id, under_way

Next = Callable[[HttpRequest], HttpResponse]
_log = logging.getLogger("yujian.requests")
_GOOD_NUMBER = re.compile(r"[A-Za-z0-9-]{8,40}")


class RequestLineMiddleware:
    """Gives each request a number that history, log lines and error pages carry.

    The number that the TLS front gave is kept, so that both logs can be laid side by side; one
    that anybody else sends is not, since history stores it.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        with under_way(_number_of(request)):
            response = self.get_response(request)
            response["X-Request-Id"] = request_id.get()
            _write(request, response, time.perf_counter() - start)
        return response


class PersonMiddleware:
    """Behind the sign-in: from here on, lines name the person, once a page has looked them up."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def who() -> Person | None:
            # Only Django's own note of a user who was read already: a line must not read one.
            user = getattr(request, "_cached_user", None)
            if user is None or not user.is_authenticated:
                return None
            return Person(user.pk, ",".join(user.roles))

        person.set(who)
        return self.get_response(request)


def _number_of(request: HttpRequest) -> str:
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    is_from_front = request.META.get("REMOTE_ADDR", "") in settings.YUJIAN_FRONT_ADDRESSES
    if is_from_front and _GOOD_NUMBER.fullmatch(given):
        return given
    return secrets.token_hex(8)


def _write(request: HttpRequest, response: HttpResponse, took_s: float) -> None:
    level = logging.INFO
    if request.path.startswith(settings.STATIC_URL) or request.path == "/health/":
        level = logging.DEBUG
    path = without_tokens(request.path)[:200]  # never the query: searches hold names
    _log.log(
        logging.ERROR if response.status_code == 500 else level,
        "%s %s %s",
        request.method,
        path,
        response.status_code,
        extra={"status": response.status_code, "duration_ms": round(took_s * 1000, 1)},
    )
