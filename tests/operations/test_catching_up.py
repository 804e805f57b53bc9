"""After an update each county has the parameters of the release, and keeps what it set."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django_tenants.utils import tenant_context

from audit.models import AuditEvent
from operations.catching_up import bring_catalogue, bring_parameters
from policies.catalogue import county_parameters
from policies.models import CatalogueEdition, Parameter, PenaltyKind, Violation
from policies.queries import schemas_without_catalogue, schemas_without_parameters
from policies.services import load_catalogue
from tenants.models import County, CountyState
from tests.committed import committed_county
from tests.factories.policies import LawFactory
from tests.times import NOON

NEW, SET = "place.shared_m", "organ.name"
_SEEDED = "policies.seed_parameters"


@pytest.fixture
def behind(counties):
    """Both counties have all parameters but one; the first has set one of them itself."""
    held = {key: 0 for key in county_parameters() if key != NEW}
    for county in counties:
        with tenant_context(county):
            assert not Parameter.objects.filter(key__in=county_parameters()).exists()
            own = held | ({SET: "县教体局"} if county == counties[0] else {})
            Parameter.objects.bulk_create(_row(key, value) for key, value in own.items())
    connection.set_schema_to_public()
    return counties


def _row(key: str, value: object) -> Parameter:
    return Parameter(
        key=key, value=value, valid_from=date(2021, 1, 1), confidence="derived", source="县发1号"
    )


def brought(*codes: str) -> list[str]:
    return [county.code for county in bring_parameters(clock=lambda: NOON, only=codes)]


def test_a_new_parameter_reaches_every_county(behind):
    assert brought() == ["999901", "999902"]

    for county in behind:
        with tenant_context(county):
            assert set(Parameter.objects.values_list("key", flat=True)) >= set(county_parameters())
            assert AuditEvent.objects.get(kind=_SEEDED).facts == {"keys": [NEW]}


def test_what_a_county_set_stays(behind):
    brought()

    with tenant_context(behind[0]):
        assert Parameter.objects.get(key=SET).value == "县教体局"


def test_twice_writes_nothing(behind):
    brought()

    assert brought() == []

    with tenant_context(behind[0]):
        assert AuditEvent.objects.filter(kind=_SEEDED).count() == 1


def test_a_run_that_was_stopped_goes_on_with_the_rest(behind):
    assert brought("999901") == ["999901"]

    assert brought() == ["999902"]


@pytest.mark.slow
def test_the_command_brings_them_after_the_migrations(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), committed_county("999906") as county:
        connection.set_schema_to_public()
        out = StringIO()

        call_command("migrate_counties", county=["999906"], stdout=out)

        assert "1个县补齐了本版本新增的参数" in out.getvalue()
        with tenant_context(county):
            assert Parameter.objects.filter(key=NEW).exists()


def test_a_closed_county_is_left_alone(behind):
    County.objects.filter(pk=behind[1].pk).update(state=CountyState.CLOSED)

    assert brought() == [behind[0].code]


def test_one_statement_finds_who_lacks_one(behind, django_assert_num_queries):
    schemas = [county.schema_name for county in behind]
    County.objects.count()  # the connection is in public from here

    with django_assert_num_queries(1):
        assert schemas_without_parameters(schemas) == schemas


def loaded(*codes: str):
    return bring_catalogue(clock=lambda: NOON, only=codes)


def test_a_new_catalogue_reaches_every_county_once(counties):
    assert [county.code for county in loaded("999901").counties] == ["999901"]
    assert [county.code for county in loaded().counties] == ["999902"]
    assert loaded().counties == []

    for county in counties:
        with tenant_context(county):
            assert PenaltyKind.objects.filter(code="P7").exists()
            assert AuditEvent.objects.filter(kind="policies.load_catalogue").count() == 1


def test_a_county_that_loaded_an_older_file_gets_what_is_new(counties):
    with tenant_context(counties[0]):
        load_catalogue(at=NOON)
        CatalogueEdition.objects.update(digest="of an older release")

    loaded()

    with tenant_context(counties[0]):
        assert CatalogueEdition.objects.count() == 2
        assert Violation.objects.count() == 43


def test_a_county_that_refuses_is_named_and_does_not_stop_the_others(counties):
    with tenant_context(counties[0]):
        LawFactory(code="penalty_law_2021", title="《别的法》")

    brought_now = loaded()

    assert [county.code for county in brought_now.counties] == ["999902"]
    [(county, sentence)] = brought_now.refused
    assert (county.code, "法规penalty_law_2021" in sentence) == ("999901", True)


def test_one_statement_finds_who_has_not_loaded_the_catalogue(counties, django_assert_num_queries):
    schemas = [county.schema_name for county in counties]
    County.objects.count()  # the connection is in public from here

    with django_assert_num_queries(1):
        assert schemas_without_catalogue(schemas) == schemas
    assert schemas_without_catalogue([]) == []
