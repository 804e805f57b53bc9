"""Opening the 100th county, beside making it as the library does: by ``migrate_schemas``."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

from django.db import connection, transaction
from django.utils import timezone
from django_tenants.utils import tenant_context

from bench.harness import Sides, at_least, row
from operations.county_template import county_template
from operations.furnishing import first_administrators, furnish
from operations.opening import open_whole_county
from operations.stock import fill_stock
from tenants import rendering
from tenants.boundaries import _data_file
from tenants.models import County, CountyEvent, Domain
from tenants.services import open_county, prepare_county

BEFORE = 99
ROUNDS = 3  # a round of the library's side draws every model anew: two minutes


@row("open the 100th county, no spare in stock", reach=at_least(5))
def without_a_spare() -> Iterator[Sides]:
    yield _sides(in_stock=0, origin="template")


@row("open it from a spare", reach=at_least(30))
def from_a_spare() -> Iterator[Sides]:
    yield _sides(in_stock=1, origin="spare")


def _sides(*, in_stock: int, origin: str) -> Sides:
    """Each round opens the 100th county and takes it away again, unmeasured."""
    code = the_counties_before()
    used: set[str] = set()

    def ours() -> float:
        fill_stock(in_stock, at=timezone.now())
        with taken_back(code):
            took = timed(lambda: open_whole_county(**facts_of(code), at=timezone.now()))
            event = CountyEvent.objects.filter(county_code=code, kind="county.open").first()
            used.add(event.facts["schema_from"])
        assert used == {origin}, used
        return took

    def against() -> float:
        with taken_back(code):
            return timed(lambda: open_by_migrations(code))

    return Sides(
        ours=ours,
        against=against,
        rounds=ROUNDS,
        warm_up=False,
        facts=lambda: {"counties before": County.objects.count(), "schema from": origin},
    )


def open_by_migrations(code: str) -> None:
    """The same county with the library's own ``create_schema``."""
    at = timezone.now()
    county = prepare_county(**facts_of(code), at=at)
    with rendering.as_django_does():
        county.create_schema(verbosity=0)
    with tenant_context(county), transaction.atomic():
        furnish(at=at)
        first_administrators(at=at)
        open_county(county.pk, at=at, origin="migrations")


@cache
def the_counties_before() -> str:
    """99 opened counties; the code of the next one."""
    county_template(at=timezone.now())
    codes = division_codes()
    for code in codes[:BEFORE]:
        open_whole_county(**facts_of(code), at=timezone.now())
    return codes[BEFORE]


def division_codes() -> list[str]:
    """All codes that the package of boundaries knows."""
    return sorted(re.findall(r'"gb":"156(\d{6})"', _data_file().read_text(encoding="utf-8")))


def facts_of(code: str) -> dict:
    return {
        "code": code,
        "name": "某某县",
        "domains": [f"{code}.test"],
        "base_url": f"https://{code}.test",
    }


@contextmanager
def taken_back(code: str) -> Iterator[None]:
    try:
        yield
    finally:
        connection.set_schema_to_public()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS c{code} CASCADE")
        Domain.objects.filter(tenant__code=code).delete()
        County.objects.filter(code=code).delete()


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
