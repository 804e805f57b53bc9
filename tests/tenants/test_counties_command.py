"""``counties`` shows each county with state, version, size and last migration."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tenants.models import County, CountyMigration
from tenants.queries import county_rows, release_version
from tests.tenants.next_release import APP, LAST
from tests.times import NOON


@pytest.fixture(autouse=True)
def in_public(counties):
    connection.set_schema_to_public()


def told(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("counties", *arguments, stdout=out)
    return out.getvalue().splitlines()


def fail(code: str) -> None:
    county = County.objects.get(code=code)
    CountyMigration.objects.create(
        county=county, state="failed", release="x", error="缺一列", began_at=NOON, ended_at=NOON
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM c{code}.django_migrations WHERE app = %s AND name = %s",  # noqa: S608 -- ours
            [APP, LAST],
        )


def test_counties_are_listed_in_columns():
    head, first, second, last = told()

    assert head.split() == ["代码", "县区", "状态", "版本", "大小", "最近升级"]
    assert first.split()[:4] == ["999901", "桤木县", "已开通", release_version()[:8]]
    assert (second.split()[0], first.split()[5]) == ("999902", "MB")
    assert last == f"共2个县，落后于本版本（{release_version()[:8]}）的0个。"


def test_county_that_failed_says_why_and_how_far_it_is():
    fail("999901")

    _, first, _, last = told()

    assert "落后1步" in first
    assert first.endswith("失败：缺一列")
    assert last.endswith("的1个。")
    with pytest.raises(CommandError, match="1个县落后于本版本"):
        call_command("migrate_counties", check=True)


def test_county_without_a_schema_is_listed():
    County.objects.filter(code="999901").update(schema_name="c0", state="preparing")

    _, first, *_ = told()

    assert "准备中  无数据结构" in first
    assert (county_rows()[0].version, county_rows()[0].size_bytes) == ("", 0)
    call_command("migrate_counties", check=True, stdout=StringIO())


def test_as_json_one_object_a_line():
    first, second = map(json.loads, told("--json"))

    assert (first["code"], second["code"]) == ("999901", "999902")
    assert (first["behind"], first["version"]) == (0, release_version())
    assert first["size_bytes"] > 10**6


def test_costs_the_same_for_two_counties_and_for_many(django_assert_num_queries):
    county_rows()  # SET search_path
    with django_assert_num_queries(5):
        county_rows()
    neighbour = County.objects.get(code="999902")
    County.objects.bulk_create(
        County(
            code=code,
            schema_name=f"c{code}",
            name=code,
            boundary=neighbour.boundary,
            boundary_source="tests",
            base_url="http://many.test",
        )
        for code in ("1", "2", "3")
    )
    with django_assert_num_queries(5):
        assert len(county_rows()) == 5
