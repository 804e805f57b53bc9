"""Headers that every answer carries, also those that no page of ours drew."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from common.errors import BodyTooLarge

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # The field form asks where it is; nothing else of the device is asked for.
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    # Pages hold people's data: a browser in an office keeps none of them. What may be kept
    # (static files, stored photos) says so itself.
    "Cache-Control": "no-store",
}
# For what the policy of pages leaves out: a browser's own PDF viewer is a page with scripts.
_PLAIN_POLICY = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


class SafeHeadersMiddleware:
    """The first of all: what is set further in stays, what is missing is added."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", _PLAIN_POLICY)
        return response


class BodyLimitMiddleware:
    """Refuses a body beyond ``YUJIAN_MAX_BODY_MB`` before a byte of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        sent = request.META.get("CONTENT_LENGTH") or "0"
        limit_mb = settings.YUJIAN_MAX_BODY_MB
        if sent.isdecimal() and int(sent) <= limit_mb * 1024 * 1024:
            return self.get_response(request)
        refusal = BodyTooLarge(limit_mb=limit_mb)
        return HttpResponse(
            f"{refusal}（{refusal.code}）",
            status=refusal.http_status,
            content_type="text/plain; charset=utf-8",
        )
