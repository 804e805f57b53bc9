"""A county as an open package, its end, and what must hold before it is removed."""

import csv
import io
import json
import subprocess
import zipfile
from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django_tenants.utils import tenant_context

from documents.models import StoredFile
from institutions.models import Institution
from operations.errors import (
    BackupDamaged,
    BackupForeign,
    CountyStillOpen,
    ExportOutdated,
    PlaceTaken,
    StillToBeKept,
)
from operations.keeping.closing import close_whole_county, kept_until, remove_closed_county
from operations.keeping.database import Database, schemas
from operations.keeping.exporting import export_county, read_export
from tenants.models import County, CountyEvent, CountyState, Domain
from tests.factories.institutions import InstitutionFactory
from tests.operations.keeping.conftest import CODE, CONTENTS, HOST
from tests.times import NOON

pytestmark = pytest.mark.race
YEARS = timedelta(days=11 * 366)
CLOSING = NOON.replace(year=2041)  # later than every closing of these tests


@pytest.fixture
def package(living, tmp_path):
    """The county's package."""
    export_county(CODE, tmp_path / "county.zip", at=NOON)
    return tmp_path / "county.zip"


@pytest.fixture
def closed(living):
    """The county closed, and open again after the test."""
    close_whole_county(CODE, at=CLOSING, reason="撤县设区")
    yield living
    County.objects.filter(code=CODE).update(state=CountyState.OPEN)


def rows(package, table):
    with zipfile.ZipFile(package) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(f"tables/{table}.csv").decode())))


def test_standard_tools_read_and_check_a_package(package, living, tmp_path):
    out = tmp_path / "out"
    zipfile.ZipFile(package).extractall(out)
    done = subprocess.run(
        ["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"], cwd=out, capture_output=True
    )

    assert (done.returncode, done.stderr) == (0, b"")
    named = [row["name"] for row in rows(package, "institutions_institution")]
    with tenant_context(living):
        assert named == list(Institution.objects.order_by("pk").values_list("name", flat=True))
        stored = {file.sha256: file.content for file in StoredFile.objects.all()}
    assert {path.name: path.read_bytes() for path in out.glob("files/*/*")} == stored
    assert sorted(stored.values()) == sorted(CONTENTS)


def test_a_package_explains_each_table_and_holds_no_way_to_sign_in(package):
    with zipfile.ZipFile(package) as archive:
        manual, schema = archive.read("README.md").decode(), json.loads(archive.read("schema.json"))
        everything = b"".join(archive.read(name) for name in archive.namelist())
        tables = [name[7:-4] for name in archive.namelist() if name.startswith("tables/")]

    assert set(schema) == set(tables)
    assert [name for name in tables if f"### {name} " not in manual] == []
    assert "### institutions_institution 机构（3行）" in manual
    assert "accounts_user 表的 password（登录凭据）" in manual
    assert "未成年人" in manual
    assert b"pbkdf2_" not in everything
    assert b"md5$" not in everything
    assert "django_session" not in tables


def test_a_package_says_what_its_choices_mean(package):
    with zipfile.ZipFile(package) as archive:
        columns = json.loads(archive.read("schema.json"))["institutions_institution"]["columns"]
    (kind,) = [column for column in columns if column["name"] == "kind"]

    assert ["subject", "学科类培训"] in kind["choices"]


def test_one_wrong_byte_of_a_package_is_found(package):
    content = bytearray(package.read_bytes())
    place = content.index(CONTENTS[2])
    content[place + 7] ^= 1
    package.write_bytes(content)

    with pytest.raises(BackupDamaged) as refusal:
        read_export(package)
    assert refusal.value.facts["part"].startswith("files/")
    package.write_bytes(content[:1000])
    with pytest.raises(BackupForeign):
        read_export(package)


def test_nothing_is_written_over_and_nothing_half_is_left(package, tmp_path):
    whole = package.read_bytes()

    with pytest.raises(PlaceTaken):
        export_county(CODE, package, at=NOON)
    assert package.read_bytes() == whole
    assert [path.name for path in tmp_path.iterdir()] == ["county.zip"]


def test_closing_ends_pages_and_sessions_and_exports_what_is_left(living, tmp_path, capfd):
    with tenant_context(living):
        Session.objects.create(session_key="k", session_data="", expire_date=NOON + YEARS)
    target = tmp_path / "county.zip"

    call_command("close_county", CODE, "--reason", "撤县设区", "--export", target)

    connection.set_schema_to_public()
    assert Client(HTTP_HOST=HOST).get("/login/").status_code == 410
    with tenant_context(living):
        assert not Session.objects.exists()
    assert read_export(target).code == CODE
    assert "登录会话已全部结束" in capfd.readouterr().out
    County.objects.filter(code=CODE).update(state=CountyState.OPEN)


def test_a_closing_is_taken_back(closed):
    call_command("reopen_county", CODE, "--reason", "误操作")

    connection.set_schema_to_public()
    assert Client(HTTP_HOST=HOST).get("/login/").status_code == 200
    event = CountyEvent.objects.filter(county_code=CODE, kind="county.reopen").get()
    assert event.facts == {"reason": "误操作"}


def test_a_county_is_not_closed_when_its_export_could_not_be_written(living, package):
    with pytest.raises(PlaceTaken):
        close_whole_county(CODE, at=NOON, reason="撤县设区", export=package)

    assert County.objects.get(code=CODE).state == CountyState.OPEN


def test_an_open_county_is_never_removed(living, package):
    with pytest.raises(CountyStillOpen):
        remove_closed_county(CODE, package, at=NOON + YEARS)


def test_a_county_that_changed_after_its_export_is_not_removed(package, closed):
    with tenant_context(closed):
        InstitutionFactory(name="导出以后")

    with pytest.raises(ExportOutdated, match="institutions_institution"):
        remove_closed_county(CODE, package, at=NOON + YEARS)
    with tenant_context(closed):
        Institution.objects.filter(name="导出以后").delete()


def test_before_the_years_have_passed_an_archive_must_have_taken_it(closed, tmp_path):
    export_county(CODE, tmp_path / "p.zip", at=NOON)

    with pytest.raises(StillToBeKept, match="2052年1月1日"):
        remove_closed_county(CODE, tmp_path / "p.zip", at=CLOSING + timedelta(days=10 * 365))
    assert kept_until(closed) == date(2052, 1, 1)
    assert County.objects.filter(code=CODE).exists()


def test_removed_with_a_whole_package_it_is_gone_and_its_events_stay(closed, tmp_path, capfd):
    export_county(CODE, tmp_path / "p.zip", at=NOON)

    call_command(
        "remove_closed_county", CODE, "--export", tmp_path / "p.zip", "--handed-to", "县档案馆"
    )

    with Database().connect(reading=True) as reading:
        assert f"c{CODE}" not in schemas(reading)
    assert not County.objects.filter(code=CODE).exists()
    assert not Domain.objects.filter(domain=HOST).exists()
    event = CountyEvent.objects.get(county_code=CODE, kind="county.remove")
    assert event.facts["handed_to"] == "县档案馆"
