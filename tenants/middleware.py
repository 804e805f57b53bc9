"""From the host name to the county or the console; a health answer for any host; a number for
each request."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django_tenants.middleware.main import TenantMainMiddleware

from common.request_id import request_id
from tenants.address_book import county_at
from tenants.errors import CountyNotOpen, UnknownCounty
from tenants.models import CountyState
from tenants.sentences import sentence

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


_READS = ("GET", "HEAD", "OPTIONS")


class CountyMiddleware(TenantMainMiddleware):
    """Unknown host: 404 with a sentence. County not open: 503 with a sentence.

    A host of YUJIAN_CONSOLE_HOSTS is no county: the operators' pages stand there, in public.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        connection.set_schema_to_public()
        try:
            hostname = self.hostname_from_request(request)
        except DisallowedHost:
            return HttpResponseNotFound()
        if hostname in settings.YUJIAN_CONSOLE_HOSTS:
            request.tenant, request.urlconf = None, settings.PUBLIC_SCHEMA_URLCONF
            return None
        # Reading may use what was true some seconds ago; who changes something looks anew.
        county = county_at(hostname, fresh=request.method not in _READS)
        if county is None:
            return sentence(UnknownCounty(code=hostname))
        if county.state != CountyState.OPEN:
            return sentence(CountyNotOpen(county=county.name))
        county.domain_url = hostname
        request.tenant = county
        connection.set_tenant(county)
        return None


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
