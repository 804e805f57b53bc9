"""Drills with one county: restored beside the living one, compared, put in place, moved."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django_tenants.utils import schema_context, tenant_context

from accounts.models import User
from documents.models import StoredFile
from institutions.models import Institution
from operations.errors import (
    CountyBusy,
    CountyNotInBackup,
    CountyUnnamed,
    ReleaseNewer,
    RestoredUnlike,
    SchemaNotApart,
)
from operations.keeping.backing_up import back_up, back_up_county
from operations.keeping.database import Database, schemas
from operations.keeping.placing import drop_apart, put_in_place
from operations.keeping.restoring_county import restore_county
from tenants.errors import UnknownCounty
from tenants.models import County, CountyEvent, Domain
from tests.factories.institutions import InstitutionFactory
from tests.operations.keeping.conftest import CODE, CONTENTS, HOST, contents, tree
from tests.times import NOON

pytestmark = pytest.mark.race


@pytest.fixture
def kept(living, tmp_path):
    """A back-up of the county as it is now."""
    back_up_county(CODE, tmp_path / "kept", at=NOON)
    return tmp_path / "kept"


def status(path: str = "/login/") -> int:
    connection.set_schema_to_public()
    try:
        return Client(HTTP_HOST=HOST).get(path).status_code
    finally:
        connection.set_schema_to_public()


def _change(county: County, *, added: str, gone: str) -> None:
    """One row changed, one added, one gone."""
    with tenant_context(county):
        Institution.objects.filter(name="秋实（c999961.）培训").update(phone="0000-1234567")
        InstitutionFactory(name=added)
        User.objects.filter(username=gone).delete()


def _names() -> set[str]:
    return set(Institution.objects.values_list("name", flat=True))


def test_only_what_changed_after_the_back_up_is_reported(living, kept):
    _change(living, added="后来的机构", gone="clerk")

    beside = restore_county(kept, at=NOON)

    found = {one.table: (one.only_living, one.only_kept, one.changed) for one in beside.differences}
    assert found.pop("institutions_institution") == (1, 0, 1)
    assert found.pop("accounts_user")[1:] == (1, 0)
    assert set(found) <= {
        "accounts_membership",
        "institutions_site",
        "institutions_contact",
        "feeds_change",
    }
    with tenant_context(living):
        assert "后来的机构" in _names()  # nothing living was touched
    drop_apart(beside.schema, at=NOON)


def test_put_in_place_the_pages_answer_with_what_was_kept(living, kept, settings, tmp_path):
    with tenant_context(living):
        kept_names = _names()
    _change(living, added="更晚的机构", gone="deputy")
    settings.YUJIAN_FILES_DIR = tmp_path / "elsewhere"  # the files are gone too
    beside = restore_county(kept, at=NOON)

    county, aside = put_in_place(kept, beside.schema, at=NOON)

    assert status() == 200
    with tenant_context(county):
        assert _names() == kept_names
        assert User.objects.filter(username="deputy").exists()
        assert [file.content for file in StoredFile.objects.all()] == CONTENTS
    with schema_context(aside):
        assert _names() - kept_names == {"更晚的机构"}
    drop_apart(aside, at=NOON)
    with Database().connect(reading=True) as reading:
        assert aside not in schemas(reading)


def test_a_county_moves_to_a_server_that_does_not_have_it(living, kept):
    before = {name: one for name, one in contents(Database()).items() if f"c{CODE}" in name}
    opened, name = living.opened_at, living.name
    _remove()
    assert status() == 404

    beside = restore_county(kept, CODE, at=NOON)
    assert not beside.is_here
    assert status() == 404  # not before it is put in place
    county, aside = put_in_place(kept, beside.schema, at=NOON)

    assert (county.name, county.state, county.opened_at, aside) == (name, "open", opened, "")
    assert status() == 200
    after = contents(Database())
    assert {name: after[name] for name in before} == before


def _remove() -> None:
    connection.set_schema_to_public()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA c{CODE} CASCADE")
    Domain.objects.filter(tenant__code=CODE).delete()
    County.objects.filter(code=CODE).delete()


def test_one_county_comes_out_of_a_back_up_of_everything_too(living, tmp_path):
    back_up(tmp_path / "whole", at=NOON)

    with pytest.raises(CountyUnnamed):
        restore_county(tmp_path / "whole", at=NOON)
    with pytest.raises(CountyNotInBackup):
        restore_county(tmp_path / "whole", "110101", at=NOON)
    beside = restore_county(tmp_path / "whole", CODE, at=NOON)

    assert beside.differences == []
    drop_apart(beside.schema, at=NOON)


def test_who_writes_for_long_keeps_the_county_and_the_exchange_says_so(living, kept):
    beside = restore_county(kept, at=NOON)
    with Database().connect() as writer:
        writer.execute(f"LOCK TABLE c{CODE}.institutions_institution IN ROW EXCLUSIVE MODE")
        with pytest.raises(CountyBusy, match="正有写入操作"):
            put_in_place(kept, beside.schema, at=NOON, wait_ms=200)

    with Database().connect(reading=True) as reading:
        assert {living.schema_name, beside.schema} <= set(schemas(reading))
    drop_apart(beside.schema, at=NOON)


def test_a_restored_schema_that_somebody_changed_is_not_put_in_place(living, kept):
    beside = restore_county(kept, at=NOON)
    with Database().connect() as writer:
        writer.execute(f"TRUNCATE {beside.schema}.django_session")
        writer.execute(f"DROP INDEX {beside.schema}.audit_event_by_time")

    with pytest.raises(RestoredUnlike, match="索引、约束、触发器"):
        put_in_place(kept, beside.schema, at=NOON)
    drop_apart(beside.schema, at=NOON)


@pytest.mark.parametrize("schema", [f"c{CODE}", "public", f"c{CODE}_restored_20200101000000"])
def test_only_a_schema_that_lies_apart_is_dropped_or_put_in_place(living, kept, schema):
    before = contents(Database())

    with pytest.raises(SchemaNotApart):
        drop_apart(schema, at=NOON)
    with pytest.raises(SchemaNotApart):
        put_in_place(kept, schema, at=NOON)
    assert contents(Database()) == before


@pytest.mark.slow
def test_a_back_up_of_an_older_release_is_migrated_before_it_takes_its_place(living, tmp_path):
    """Older: the newest table is not there yet. Newer: a migration that this release lacks."""
    call_command("migrate_schemas", "reports", "zero", schema_name=f"c{CODE}", verbosity=0)
    back_up_county(CODE, tmp_path / "older", at=NOON)
    call_command("migrate_schemas", schema_name=f"c{CODE}", verbosity=0)
    beside = restore_county(tmp_path / "older", at=NOON)
    assert {one.table for one in beside.differences} >= {"reports_declaredfigure"}

    _, aside = put_in_place(tmp_path / "older", beside.schema, at=NOON)

    assert f"c{CODE}.reports_declaredfigure" in contents(Database())
    drop_apart(aside, at=NOON)
    with Database().connect() as writer:
        writer.execute(f"SELECT set_config('search_path', 'c{CODE}', true)")
        writer.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('x', '9', now())"
        )
    back_up_county(CODE, tmp_path / "newer", at=NOON)
    with pytest.raises(ReleaseNewer):
        put_in_place(
            tmp_path / "newer", restore_county(tmp_path / "newer", at=NOON).schema, at=NOON
        )
    with schema_context(f"c{CODE}"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'x'")


def test_a_county_that_is_not_here_is_not_backed_up(living, tmp_path):
    with pytest.raises(UnknownCounty):
        back_up_county("110101", tmp_path / "b", at=NOON)
    assert tree(tmp_path) == {}


def test_the_commands_lead_from_one_to_the_next(living, tmp_path, capfd):
    call_command("back_up_county", CODE, "--to", tmp_path / "b")
    call_command("restore_county", "--from", tmp_path / "b")
    said = capfd.readouterr().out
    assert "与现有内容逐表相同。" in said
    schema = said.rpartition("drop_apart ")[2].split()[0]

    call_command("restore_county", "--from", tmp_path / "b", "--put-in-place", schema)
    said = capfd.readouterr().out
    aside = said.partition("原有内容保留在 ")[2].partition("；")[0]
    call_command("drop_apart", aside)

    assert f"{aside} 已删除。" in capfd.readouterr().out
    kinds = CountyEvent.objects.filter(county_code=CODE).values_list("kind", flat=True)
    assert {"county.back_up", "county.restore", "county.put_in_place", "county.drop_apart"} <= set(
        kinds
    )
