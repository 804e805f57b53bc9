"""Many counties in no time: one schema from migrations, the others from its dump."""

from __future__ import annotations

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from tenants.models import County, CountyState, Domain
from tenants.schemas import TEMPLATE_SCHEMA, drop_schema, dump_text, migrate_schema, replay

BOX = (111.3, 24.6, 112.0, 25.4)  # longitude and latitude, WGS 84


def fill(count: int) -> list[County]:
    """So many open counties, ``c900001`` and on, at ``900001.test`` and on."""
    call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
    there = list(County.objects.order_by("code"))
    if there:
        return there
    migrate_schema(TEMPLATE_SCHEMA)
    text = dump_text(TEMPLATE_SCHEMA, without_rows_of="audit_*")
    drop_schema(TEMPLATE_SCHEMA)
    return [_county(900_000 + place, text) for place in range(1, count + 1)]


@transaction.atomic
def _county(number: int, text: str) -> County:
    county = County(
        schema_name=f"c{number}",
        code=str(number),
        name=f"第{number}县",
        state=CountyState.OPEN,
        opened_at=timezone.now(),
        boundary=MultiPolygon(Polygon.from_bbox(BOX), srid=4326),
        boundary_source="bench",
        base_url=f"http://{number}.test",
    )
    county.save(verbosity=0)
    Domain.objects.create(tenant=county, domain=f"{number}.test", is_primary=True)
    replay(text, county.schema_name)
    return county
