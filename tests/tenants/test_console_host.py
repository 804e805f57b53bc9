"""A console host is no county: public schema, addresses of its own, sentences without a frame."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from common.errors import NotAllowed
from staff.context import frame
from staff.middleware import RefusalMiddleware
from tenants.middleware import CountyMiddleware
from tenants.models import Domain
from tenants.sentences import page_not_allowed

HOST = "console.test"


@pytest.fixture(autouse=True)
def console(counties, settings):
    settings.YUJIAN_CONSOLE_HOSTS = [HOST]
    connection.set_tenant(counties[0])


def arrive(host: str = HOST):
    """The request as it comes out of the middleware."""
    request = RequestFactory(HTTP_HOST=host).get("/")
    CountyMiddleware(lambda request: HttpResponse())(request)
    return request


def test_console_host_works_in_public_with_its_own_addresses():
    request = arrive()

    assert (request.tenant, request.urlconf) == (None, "config.urls_public")
    assert connection.schema_name == "public"


def test_console_host_wins_over_a_county_that_took_its_name(counties):
    connection.set_schema_to_public()
    Domain.objects.create(tenant=counties[0], domain=HOST)

    assert arrive().tenant is None


def test_other_hosts_are_counties_still():
    request = arrive("999902.test")

    assert request.tenant.code == "999902"
    assert not hasattr(request, "urlconf")


@pytest.mark.parametrize("path", ["/institutions/", "/v/", "/nothing/"])
def test_pages_of_counties_are_not_there(path):
    answer = Client(HTTP_HOST=HOST).get(path)

    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.text
    assert "not_found" in answer.text


def test_frame_of_a_console_page_has_no_county():
    assert frame(arrive()) == {
        "county": None,
        "nav": [],
        "role_names": "",
        "idle_seconds": 0,
    }


def test_refusal_on_a_console_page_is_a_sentence():
    middleware = RefusalMiddleware(lambda request: HttpResponse())

    answer = middleware.process_exception(arrive(), NotAllowed(what="查看县区"))

    assert answer.status_code == 403
    assert "您没有“查看县区”的权限" in answer.text


def test_page_that_is_not_allowed_is_a_sentence():
    answer = page_not_allowed(arrive(), PermissionError())

    assert (answer.status_code, "not_allowed" in answer.text) == (403, True)
