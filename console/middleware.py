"""``/health/details`` for the machine itself: monitoring that runs beside the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse

from console.health import examine

PATH = "/health/details"
_OURSELVES = ("127.0.0.1", "::1")
_OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")
# What a front adds. Behind one, everybody's address is the front's, which may be this machine's.
_TRACES = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP", "HTTP_FORWARDED")


class HealthDetailsMiddleware:
    """Answers before any county is looked up. Operators see the same on their own page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.rstrip("/") != PATH or not _is_local(request):
            return self.get_response(request)
        findings = examine()
        is_well = all(finding.is_well for finding in findings)
        body = {
            "health": "ok" if is_well else "trouble",
            "findings": [asdict(finding) for finding in findings],
        }
        dumps = {"ensure_ascii": False}
        return JsonResponse(body, status=200 if is_well else 503, json_dumps_params=dumps)


def _is_local(request: HttpRequest) -> bool:
    host = request.META.get("HTTP_HOST", "")
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return (
        request.META.get("REMOTE_ADDR") in _OURSELVES
        and name in _OWN_NAMES
        and not any(trace in request.META for trace in _TRACES)
    )
