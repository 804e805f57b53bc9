"""From the host name to the county; a health answer for any host; a number for each request."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django_tenants.middleware.main import TenantMainMiddleware

from common.request_id import request_id
from tenants.errors import CountyNotOpen, UnknownCounty
from tenants.models import CountyState

Next = Callable[[HttpRequest], HttpResponse]


class HealthMiddleware:
    """``/health/`` answers before any county is looked up: is the database there?"""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != "/health/":
            return self.get_response(request)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Exception as trouble:
            return JsonResponse({"database": type(trouble).__name__}, status=503)
        return JsonResponse({"database": "ok"})


class CountyMiddleware(TenantMainMiddleware):
    """Unknown host: 404 with a sentence. County not open: 503 with a sentence."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        answer = super().process_request(request)
        if answer is None and request.tenant.state != CountyState.OPEN:
            connection.set_schema_to_public()
            return self._sentence(CountyNotOpen(county=request.tenant.name))
        return answer

    def no_tenant_found(self, request: HttpRequest, hostname: str) -> HttpResponse:
        return self._sentence(UnknownCounty(code=hostname))

    @staticmethod
    def _sentence(refusal: UnknownCounty | CountyNotOpen) -> HttpResponse:
        page = {"sentence": str(refusal), "code": refusal.code}
        return HttpResponse(
            render_to_string("tenants/sentence.html", page), status=refusal.http_status
        )


class RequestIdMiddleware:
    """Gives each request a number that history, log lines and error pages carry."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(secrets.token_hex(8))
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request_id.get()
            return response
        finally:
            request_id.reset(token)
