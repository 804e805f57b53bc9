"""A county opened from a spare, from the template and from migrations is the same county."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tenants.utils import tenant_context

from audit.models import AuditEvent
from operations.county_template import county_template
from policies.models import CalendarYear, Parameter
from tenants.models import County, CountyState
from tenants.spares import keep_spares
from tests.committed import real_openings
from tests.operations.openings import OPENED, dump_of, opened, origin
from tests.times import NOON

pytestmark = pytest.mark.race

CODES = {"migrations": "110101", "template": "110102", "spare": "110105"}
WAYS = pytest.mark.parametrize("way", CODES)


@pytest.fixture(scope="module")
def opened_counties(django_db_setup, django_db_blocker) -> Iterator[dict[str, County]]:
    """By migrations while there is no pg_dump and no template, then by template, then a spare."""
    with django_db_blocker.unblock(), real_openings(*CODES.values()):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PATH", "")
            counties = {"migrations": opened(CODES["migrations"])}
        counties["template"] = opened(CODES["template"])
        keep_spares(county_template(at=NOON), count=1, at=NOON)
        counties["spare"] = opened(CODES["spare"])
        yield counties


@pytest.fixture
def ways(opened_counties, django_db_blocker) -> Iterator[dict[str, County]]:
    with django_db_blocker.unblock():
        connection.set_schema_to_public()
        yield opened_counties
        connection.set_schema_to_public()


@WAYS
def test_each_was_opened_in_its_own_way(ways, way):
    assert ways[way].state == CountyState.OPEN
    assert origin(CODES[way]) == way


@pytest.mark.parametrize("way", ["template", "spare"])
def test_schema_and_rows_equal_those_from_migrations(ways, way):
    expected = dump_of(ways["migrations"])

    assert len(expected) > 5000
    assert dump_of(ways[way]) == expected


@WAYS
def test_no_migration_is_left_to_do(ways, way):
    call_command(
        "migrate_schemas", schema_name=ways[way].schema_name, check_unapplied=True, verbosity=0
    )


@WAYS
def test_history_is_the_countys_own(ways, way):
    with tenant_context(ways[way]):
        told = AuditEvent.objects.all()
        of_county = told.filter(object_type="tenants.county")

        assert set(told.values_list("at", flat=True)) == {OPENED}
        assert set(of_county.values_list("object_id", "object_label")) == {
            (str(ways[way].pk), "某某县")
        }
        assert told.filter(kind="policies.load_catalogue").exists()
        assert set(CalendarYear.objects.values_list("loaded_at", flat=True)) == {OPENED}
        assert Parameter.objects.get(key="organ.name").value == "某某县教育局"


@WAYS
def test_the_schema_goes_on_counting_where_its_rows_end(ways, way):
    with tenant_context(ways[way]):
        last = AuditEvent.objects.latest("pk").pk
        year = CalendarYear.objects.create(year=2099, source="", loaded_at=timezone.now())

        assert last == AuditEvent.objects.count()
        assert year.pk == CalendarYear.objects.count()
        year.delete()
