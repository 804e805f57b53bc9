"""The list of institutions and the map of a county, through all of Django.

The map's other side is the very statement that the page sends, without Django around it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tenants.utils import tenant_context

from accounts.models import User
from bench._registry import county_with
from bench.harness import Sides, at_most, row
from institutions.models import Institution
from institutions.queries import geojson_statement
from tenants.models import County
from tests.doors import come_in

INSTITUTIONS = int(os.environ.get("YUJIAN_BENCH_INSTITUTIONS", "5000"))
LIST = "/institutions/?kind=subject&state=licensed&located=yes"
POINTS = "/map/points.json"
_made: dict[str, County] = {}


def _counties() -> tuple[County, County]:
    """One with 5,000 institutions and sites, one with none."""
    if not _made:
        _made["full"] = county_with("999901", INSTITUTIONS, sites=True)
        _made["empty"] = county_with("999902", 0)
    return _made["full"], _made["empty"]


def _browser(county: County) -> Client:
    """A signed-in person at the address of the county."""
    with tenant_context(county):
        client = Client(HTTP_HOST=f"{county.code}.test")
        return come_in(client, User.objects.get())


def _page(county: County, path: str) -> Callable[[], bytes]:
    browser = _browser(county)

    def get() -> bytes:
        answer = browser.get(path)
        assert answer.status_code == 200, answer.status_code
        return answer.content

    return get


def _queries(county: County, path: str) -> int:
    browser = _browser(county)
    browser.get(path)  # the first visit also looks the address up
    with CaptureQueriesContext(connection) as seen:
        browser.get(path)
    return len(seen)


@row("institutions, 5,000: first page of 50, filters, count", reach=at_most(3))
def first_page() -> Iterator[Sides]:
    full, empty = _counties()
    ours = _page(full, LIST)

    def facts() -> dict[str, object]:
        few = county_with("999903", 50, sites=True)
        return {
            "rows shown": ours().count(b'class="row-link"'),
            "queries with 5,000 rows": _queries(full, LIST),
            "queries with 50 rows": _queries(few, LIST),
            "queries with none": _queries(empty, LIST),
        }

    yield Sides(ours=ours, against=_page(empty, LIST), rounds=25, facts=facts)


@row("map of 5,000 points", reach=at_most(1.3))
def points() -> Iterator[Sides]:
    full, _ = _counties()
    ours = _page(full, POINTS)

    with tenant_context(full):
        statement = geojson_statement(Institution.objects.all())

    def bare() -> float:
        with tenant_context(full), connection.cursor() as cursor:
            began = time.perf_counter()
            cursor.execute(*statement)
            cursor.fetchone()
            return time.perf_counter() - began

    def facts() -> dict[str, object]:
        with tenant_context(full):
            located = Institution.objects.located().count()
        return {"points": located, "bytes": len(ours()), "queries": _queries(full, POINTS)}

    yield Sides(ours=ours, against=bare, rounds=25, facts=facts)
