"""What goes wrong while counties are migrated: a county that fails, a process that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tenants.address_book import forget
from tenants.migrating import counties_behind
from tenants.migrating.run import migrate_counties
from tenants.models import CountyEvent, CountyMigration
from tenants.queries import county_rows
from tests.house.files import ROOT
from tests.tenants.next_release import APP, CODES, COLUMN, SCHEMAS
from tests.times import NOON

TRAP = "migrations.RunSQL('CREATE TABLE trap (id int)', 'DROP TABLE trap')"
PATIENCE_S = 60

pytestmark = [pytest.mark.race]


def set_trap(code: str) -> None:
    """A table in the way of the migration that makes one of this name."""
    run_sql(f"CREATE TABLE c{code}.trap (id int)")


def run_sql(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def states() -> dict[str, str]:
    return dict(CountyMigration.objects.values_list("county__code", "state"))


def migrate() -> None:
    migrate_counties(clock=lambda: NOON, tell=lambda *step: None, only=CODES)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_county_that_fails_stops_no_other(release, place, capsys):
    """The first would be the pattern of the others; then the next one is."""
    code = CODES[place]
    with release(m9002_trap=[TRAP]):
        set_trap(code)
        with pytest.raises(CommandError, match=rf"^1个县升级失败（{code}），其余2个县已是本版本"):
            call_command("migrate_counties", county=list(CODES))

        assert states() == dict.fromkeys(CODES, "done") | {code: "failed"}
        assert set(counties_behind()) & set(SCHEMAS) == {f"c{code}"}
        assert f"{code} 实跑县 失败：ProgrammingError: relation" in capsys.readouterr().out
        assert CountyEvent.objects.filter(county_code=code).latest("pk").kind == (
            "county.migrate_fail"
        )
        run_sql(f"DROP TABLE c{code}.trap")
        call_command("migrate_counties", county=list(CODES))
        assert states() == dict.fromkeys(CODES, "done")


def test_failed_county_leaves_nothing_half_done(release):
    with release(m9002_two=[COLUMN, TRAP]):
        set_trap("999972")
        with pytest.raises(CommandError):
            call_command("migrate_counties", county=list(CODES))

        found = run_sql(
            "SELECT table_schema FROM information_schema.columns WHERE column_name = 'colour'"
            " AND table_name = 'assignments_assignment' ORDER BY 1"
        )
        assert found == [("c999971",), ("c999973",)]
        (row,) = [row for row in county_rows() if row.code == "999972"]
        assert (row.behind, row.migration_state, row.size_bytes > 10**6) == (1, "failed", True)
        assert row.last_error.startswith("ProgrammingError: relation")
        run_sql("DROP TABLE c999972.trap")


def start(package: str, folder: Path) -> subprocess.Popen:
    """The command as an operator starts it, in a process of the release to come."""
    (folder / "settings_to_come.py").write_text(
        "from config.settings.test import *\n"
        f"DATABASES['default']['NAME'] = {connection.settings_dict['NAME']!r}\n"
        f"MIGRATION_MODULES = {{{APP!r}: {package!r}}}\n"
    )
    environ = os.environ | {
        "PYTHONPATH": f"{ROOT}{os.pathsep}{folder}",
        "DJANGO_SETTINGS_MODULE": "settings_to_come",
    }
    command = [sys.executable, "-m", "django", "migrate_counties", "--skip-checks"]
    command += [f"--county={code}" for code in CODES]
    return subprocess.Popen(command, env=environ, cwd=ROOT)


def wait_until(happens: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def kill(process: subprocess.Popen) -> None:
    """Also its session in the database, which would finish the statement that it is in."""
    process.send_signal(signal.SIGKILL)
    process.wait()
    run_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND usename = current_user"  # not PostgreSQL's own sweeping
    )


SLOW = "migrations.RunSQL('SELECT pg_sleep(0.6)', '')"


@pytest.mark.parametrize("code", CODES[:2])  # by Django, by statements
def test_run_that_is_killed_inside_a_county_goes_on(release, tmp_path, code):
    with release(m9002_colour=[COLUMN, SLOW], m9003_slow=[SLOW]) as package:
        process = start(package, tmp_path)
        wait_until(lambda: states().get(code) == "under_way")
        time.sleep(0.3)
        kill(process)

        assert states()[code] == "under_way"
        assert f"c{code}" in counties_behind()
        migrate()
        assert states() == dict.fromkeys(CODES, "done")
        assert not set(counties_behind()) & set(SCHEMAS)


MODEL = "migrations.CreateModel('Trap', [('id', models.BigAutoField(primary_key=True))])"


def test_county_whose_end_was_not_reached_gets_it(release):
    """Killed behind the last migration, before Django had added its content types."""
    with release(m9002_trap=[MODEL]):
        migrate()
        run_sql("DELETE FROM c999972.auth_permission WHERE codename LIKE '%_trap'")
        run_sql("DELETE FROM c999972.django_content_type WHERE model = 'trap'")
        CountyMigration.objects.filter(county__code="999972").update(
            state="under_way", ended_at=None
        )

        migrate()

        count = "SELECT count(*) FROM c999972.auth_permission WHERE codename LIKE '%_trap'"
        assert run_sql(count) == [(4,)]
        assert states()["999972"] == "done"


def test_second_process_is_told_and_changes_nothing(release, tmp_path):
    with release(m9002_slow=[SLOW, SLOW]) as package:
        first = start(package, tmp_path)
        wait_until(lambda: states().get("999971") == "under_way")

        with pytest.raises(CommandError, match="另一个进程正在升级各县的数据结构"):
            call_command("migrate_counties", county=list(CODES))

        assert first.wait(PATIENCE_S) == 0
        forget()
        assert states() == dict.fromkeys(CODES, "done")
