"""A county of its own for the few tests that need real commits.

History that cannot be truncated would stop the flush of a transactional test; so such a test
makes a county, commits into it, and its schema is dropped at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from threading import Barrier

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection, transaction
from django_tenants.utils import tenant_context

from common.errors import Refusal
from tenants import schemas
from tenants.models import County, CountyEvent, Domain, SchemaTemplate, SpareSchema
from tests.times import NOON

MADE_BY_MIGRATIONS = "c999901"  # by tests/conftest.py, and nothing is ever committed into it
BOX = (111.3, 24.6, 112.0, 25.4)  # longitude and latitude, WGS 84


@contextmanager
def committed_county(code: str, *, domain: str = "") -> Iterator[County]:
    """The county ``code`` with its schema, the connection in it; gone afterwards."""
    assert connection.settings_dict["NAME"].startswith("test_"), "not the tests' own database"
    connection.set_schema_to_public()
    county = County.objects.create(
        schema_name=f"c{code}",
        code=code,
        name="实跑县",
        state="open",
        opened_at=NOON,
        boundary=MultiPolygon(Polygon.from_bbox(BOX), srid=4326),
        boundary_source="tests",
        base_url=f"http://{domain or code + '.test'}",
    )
    try:
        if domain:
            Domain.objects.create(tenant=county, domain=domain, is_primary=True)
        make_schema(county.schema_name)
        connection.set_tenant(county)
        yield county
    finally:
        connection.set_schema_to_public()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS c{code} CASCADE")
        with transaction.atomic():
            _forget_events([code])
        Domain.objects.filter(tenant__code=code).delete()
        County.objects.filter(code=code).delete()


def _forget_events(codes: Sequence[str]) -> None:
    """The history of counties stays for good; the tests that follow begin without it."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE tenants_countyevent DISABLE TRIGGER USER")
        CountyEvent.objects.filter(county_code__in=codes).delete()
        cursor.execute("ALTER TABLE tenants_countyevent ENABLE TRIGGER USER")


def make_schema(name: str) -> None:
    """A schema as migrations make it, by copying the text of one that they made."""
    with transaction.atomic():
        schemas.replay(_fresh_text(), name)


@cache
def _fresh_text() -> str:
    text = schemas.dump_text(MADE_BY_MIGRATIONS, without_rows_of="audit_*")
    return text.replace(MADE_BY_MIGRATIONS, schemas.TEMPLATE_SCHEMA)


def at_once(county: County, *acts: Callable[[], object]) -> list[object]:
    """Run the acts at the same moment, each on its own connection; results or refusals."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            with tenant_context(county):
                start.wait(timeout=10)
                return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@contextmanager
def real_openings(*codes: str) -> Iterator[None]:
    """Openings of these counties commit; what they leave, and all spares, is taken back."""
    assert connection.settings_dict["NAME"].startswith("test_"), "not the tests' own database"
    connection.set_schema_to_public()
    try:
        yield
    finally:
        connection.set_schema_to_public()
        spares = SpareSchema.objects.values_list("schema_name", flat=True)
        with transaction.atomic(), connection.cursor() as cursor:
            for schema in [*spares, *(f"c{code}" for code in codes)]:
                cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
            _forget_events(codes)
            Domain.objects.filter(tenant__code__in=codes).delete()
            County.objects.filter(code__in=codes).delete()
            SpareSchema.objects.all().delete()
            SchemaTemplate.objects.all().delete()
