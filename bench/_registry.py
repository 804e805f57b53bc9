"""Counties with a registry of any size, for the measurements of lists, maps and searches."""

from __future__ import annotations

import random
from collections.abc import Iterator

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.management import call_command
from django.db import connection

from accounts.models import Department, DepartmentKind, User
from common.initials import initials_of
from tenants.models import County, Domain
from tests.times import NOON

BOX = (111.3, 24.6, 112.0, 25.4)  # longitude and latitude, WGS 84
KINDS = ("subject", "non_subject", "childcare")
# 60 by 60 pairs: of 200,000 names some 55 hold each. 托管 is held by half.
_FIRST = "青春向阳明德博学智慧启航金桥新星晨光文华育才致远弘毅乐知思源天成立德树人百花朝霞若水清泉"
_SECOND = "禾芽阳轩思林苑海峰雅园庭堂阁光影辰曦岚溪松柏桐梓枫榆兰芷蕙荷莲菊梅竹葵棠樱橙柚果实穗苗圃"
_PLACES = ("桤木县城关镇", "桤木县东河镇", "桤木县白水乡", "桤木县")
_WHAT = ("托管中心", "托管服务部", "培训学校", "培训中心")


def county_with(code: str, institutions: int, *, sites: bool = False) -> County:
    """A new open county, the connection in it, with one clerk and so many institutions."""
    connection.set_schema_to_public()
    if County._meta.db_table not in connection.introspection.table_names():
        call_command("migrate_schemas", shared=True, verbosity=0)
    county = County.objects.create(
        schema_name=f"c{code}",
        code=code,
        name="桤木县",
        state="open",
        opened_at=NOON,
        boundary=MultiPolygon(Polygon.from_bbox(BOX), srid=4326),
        boundary_source="bench",
        base_url=f"http://{code}.test",
    )
    Domain.objects.create(tenant=county, domain=f"{code}.test", is_primary=True)
    county.create_schema(check_if_exists=True, verbosity=0)
    connection.set_tenant(county)
    clerk = _clerk()
    _fill(institutions, clerk.pk)
    if sites:
        _settle()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return county


def _clerk() -> User:
    education = Department.objects.create(
        code="edu", name="县教育局", kind=DepartmentKind.EDUCATION
    )
    return User.objects.create(
        username="clerk", full_name="孙怡", department=education, roles=["registry_clerk"]
    )


def names(count: int) -> Iterator[str]:
    """Invented names, the same for the same count."""
    dice = random.Random(20211110)
    for _ in range(count):
        brand = dice.choice(_FIRST) + dice.choice(_SECOND) + dice.choice(_FIRST)
        yield dice.choice(_PLACES) + brand + dice.choice(_WHAT)


def _fill(count: int, clerk: int) -> None:
    """Rows as the product writes them, triggers and index included, only in one go."""
    columns = (
        "name, short_name, kind, state, nature, register_kind, licence_no, legal_person, principal,"
        " phone, version, created_by_id, created_at, initials"
    )
    rest = ("王小明", "李华清", "13800000000", 1, clerk, NOON)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX institution_by_words")
        with cursor.copy(f"COPY institutions_institution ({columns}) FROM STDIN") as rows:
            for no, name in enumerate(names(count)):
                first = (name, "", KINDS[no % 3], "licensed", "for_profit", "business")
                rows.write_row((*first, f"143112970{no:06d}", *rest, initials_of(name)))
        cursor.execute(
            "CREATE INDEX institution_by_words ON institutions_institution"
            " USING gin (search_grams(search_text)) WITH (fastupdate = on, gin_pending_list_limit = 512)"
        )


def _settle() -> None:
    """One surveyed site for each institution."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO institutions_site (institution_id, address, point, source_system,"
            " source_x, source_y, accuracy_m, valid_from, initials)"
            " SELECT id, '城关镇文化路' || id || '号', ST_SetSRID(ST_MakePoint(x, y), 4326), 'wgs84',"
            " x, y, 10, '2021-09-01', 'czwhlh' FROM (SELECT id,"
            " 111.35 + (id * 7919 % 6000) / 10000.0 AS x, 24.65 + (id * 104729 % 7000) / 10000.0 AS y"
            " FROM institutions_institution) AS places"
        )
