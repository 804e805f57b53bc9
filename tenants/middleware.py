"""From the host name to the county or the console."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django_tenants.middleware.main import TenantMainMiddleware

from tenants.address_book import county_at
from tenants.errors import (
    CountyBeingUpgraded,
    CountyClosed,
    CountyNotOpen,
    SessionsShared,
    UnknownCounty,
)
from tenants.models import CountyState
from tenants.pooler import look_once
from tenants.release import is_ready
from tenants.sentences import Sentence

_READS = ("GET", "HEAD", "OPTIONS")
_NO_ROWS = settings.YUJIAN_PATHS_WITHOUT_ROWS


class CountyMiddleware(TenantMainMiddleware):
    """Unknown host: 404 with a sentence. County closed: 410. County not open, or its tables lack
    what this code needs: 503.

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
        try:
            look_once()  # a process that started while the database was away has not looked yet
        except SessionsShared as refusal:
            return Sentence(refusal)
        # Reading may use what was true some seconds ago; who changes something looks anew.
        writes = request.method not in _READS and not request.path.startswith(_NO_ROWS)
        county = county_at(hostname, fresh=writes)
        if county is None:
            return Sentence(UnknownCounty(code=hostname))
        if county.state == CountyState.CLOSED:
            return Sentence(CountyClosed(county=county.name))
        if county.state != CountyState.OPEN:
            return Sentence(CountyNotOpen(county=county.name))
        if not is_ready(county.schema_name):
            return Sentence(CountyBeingUpgraded(county=county.name))
        county.domain_url = hostname
        request.tenant = county
        connection.set_tenant(county)
        return None
