"""Drills with PostgreSQL's own programs: everything kept, damaged, restored elsewhere."""

import json
import signal
import subprocess
import time

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from common.errors import Refusal
from operations.errors import BackupDamaged, BackupIncomplete, PlaceLiving, PlaceTaken
from operations.keeping.backing_up import back_up
from operations.keeping.database import Database
from operations.keeping.figures import figures
from operations.keeping.folder import check_folder
from operations.keeping.restoring import restore
from tenants.models import CountyEvent
from tests.documents.test_disk_full import no_room
from tests.operations.keeping.conftest import CODE, CONTENTS, HOST, contents, tree, working_in
from tests.times import NOON

pytestmark = pytest.mark.race
PARTS = 2 + len(CONTENTS) + 1  # dump, manifest, files, one head of the history


@pytest.fixture(scope="module")
def kept(living, tmp_path_factory):
    """One back-up of everything."""
    folder = tmp_path_factory.mktemp("kept") / "today"
    back_up(folder, at=NOON)
    return folder


def verdict(county: str, capfd) -> str:
    """What verify_history says of a county; it ends with an error when history is not sound."""
    call_command("verify_history", county=county)
    return capfd.readouterr().out


def test_everything_is_restored_as_it_was(kept, empty_database, settings, tmp_path):
    before, files = contents(Database()), tree(settings.YUJIAN_FILES_DIR)
    done = restore(kept, at=NOON, database=empty_database, files=tmp_path / "files")

    after = contents(empty_database)
    for event in (before, after):  # the back-up itself is an event, and so is the restore
        event.pop("public.tenants_countyevent")
    assert after == before
    assert {f"c{CODE}.institutions_institution", "public.tenants_county"} <= after.keys()
    assert tree(tmp_path / "files") == files
    assert done.files == len(CONTENTS)
    with working_in(empty_database):
        assert Client(HTTP_HOST=HOST).get("/login/").status_code == 200


def test_restored_history_proves_itself_with_the_heads_of_the_back_up(
    kept, empty_database, settings, tmp_path, capfd
):
    settings.YUJIAN_HEADS_DIR = tmp_path / "heads"
    restore(kept, at=NOON, database=empty_database, files=tmp_path / "files")

    assert tree(tmp_path / "heads") == tree(kept / "heads")
    assert [name for name in tree(tmp_path / "heads") if name.startswith(f"{CODE}/")]
    with working_in(empty_database):
        assert verdict(CODE, capfd)
        with Database().connect() as there:
            there.execute(f"ALTER TABLE c{CODE}.audit_auditevent DISABLE TRIGGER USER")
            there.execute(f"DELETE FROM c{CODE}.audit_auditevent WHERE id = 1")  # noqa: S608 -- ours
        with pytest.raises(CommandError):
            verdict(CODE, capfd)


def test_what_the_database_forbids_is_forbidden_after_a_restore_too(kept, empty_database, tmp_path):
    restore(kept, at=NOON, database=empty_database, files=tmp_path / "files")

    with empty_database.connect() as there, pytest.raises(psycopg.Error, match="history stays"):
        there.execute(f"TRUNCATE c{CODE}.audit_auditevent")
    with empty_database.connect() as there:  # sequences go on behind the restored rows
        there.execute(f"SELECT set_config('search_path', 'c{CODE}', true)")
        there.execute("INSERT INTO django_content_type (app_label, model) VALUES ('a', 'b')")


def test_counting_a_county_leaves_no_lock_for_the_next_one(living):
    """A lock on each table and index of 300 counties would be half a million."""
    held = "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid()"
    with Database().connect(reading=True) as snapshot:
        before = snapshot.execute(held).fetchone()
        counted = figures(snapshot, f"c{CODE}")

        assert snapshot.execute(held).fetchone() == before
        assert len(counted) > 100


def test_a_living_database_is_never_restored_over(kept, living):
    before = contents(Database())

    with pytest.raises(PlaceLiving, match="只能写入空数据库"):
        restore(kept, at=NOON)
    assert contents(Database()) == before


@pytest.mark.parametrize("part", ["database.dump", "manifest.json", "files/"])
def test_one_wrong_byte_is_refused_with_its_part(kept, empty_database, tmp_path, part):
    subprocess.run(["cp", "-r", kept, tmp_path / "copy"], check=True)
    (path, *_) = (p for p in sorted(tree(tmp_path / "copy")) if p.startswith(part))
    with (tmp_path / "copy" / path).open("r+b") as file:
        file.seek(5)
        byte = file.read(1)
        file.seek(5)
        file.write(bytes([byte[0] ^ 1]))

    with pytest.raises(BackupDamaged) as refusal:
        restore(tmp_path / "copy", at=NOON, database=empty_database, files=tmp_path / "files")

    assert refusal.value.facts["part"] == path
    assert not (tmp_path / "files").exists()
    assert contents(empty_database) == {}


def test_the_list_is_one_that_sha256sum_reads(kept):
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=kept, capture_output=True, text=True
    )

    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == check_folder(kept) == PARTS


def test_the_manifest_names_settings_and_holds_no_value_of_them(kept, monkeypatch, tmp_path):
    monkeypatch.setenv("YUJIAN_SECRET_KEY", "only-i-know-this")
    monkeypatch.setenv("YUJIAN_DB_PASSWORD", "nobody-else-either")
    back_up(tmp_path / "b", at=NOON)

    text = (tmp_path / "b" / "manifest.json").read_text(encoding="utf-8")
    assert {"YUJIAN_SECRET_KEY", "YUJIAN_DB_PASSWORD"} <= set(json.loads(text)["settings"])
    assert not [word for word in ("only-i-know", "nobody-else") if word in text]


def test_a_back_up_is_an_event_of_the_platform(kept):
    event = CountyEvent.objects.filter(kind="platform.back_up").last()

    assert event.at == NOON
    assert event.facts["to"] == str(kept)
    assert event.facts["damaged_files"] == 0


def test_a_damaged_file_is_reported_and_stops_nothing(living, settings, tmp_path):
    (path, *_) = sorted(path for path in settings.YUJIAN_FILES_DIR.rglob("*") if path.is_file())
    whole = path.read_bytes()
    path.write_bytes(b"something else")
    try:
        manifest = back_up(tmp_path / "b", at=NOON)
    finally:
        path.write_bytes(whole)

    (named,) = manifest.damaged_files
    assert path.name in named
    assert check_folder(tmp_path / "b") == PARTS - 1


def test_an_earlier_back_up_lends_its_files_unless_they_are_damaged(kept, tmp_path):
    first = tmp_path / "first"
    subprocess.run(["cp", "-r", kept, first], check=True)
    names = [name for name in sorted(tree(first)) if name.startswith("files/")]
    (first / names[0]).write_bytes(b"rotten")

    back_up(tmp_path / "second", at=NOON, earlier=first)

    check_folder(tmp_path / "second")
    linked = [(tmp_path / "second" / name).samefile(first / name) for name in names]
    assert linked == [False] + [True] * (len(names) - 1)


def test_a_folder_that_is_there_is_not_written_over(kept):
    before = tree(kept)

    with pytest.raises(PlaceTaken):
        back_up(kept, at=NOON)
    assert tree(kept) == before


def test_without_room_nothing_half_is_left(living, tmp_path):
    with no_room(), pytest.raises(Refusal) as refusal:
        back_up(tmp_path / "b", at=NOON)

    assert refusal.value.code in ("no_room", "tool_failed")  # who met the end of the disk first
    assert tree(tmp_path) == {}
    back_up(tmp_path / "b", at=NOON)
    assert check_folder(tmp_path / "b")


def test_killed_in_the_middle_nothing_looks_whole_and_the_next_one_is(command, tmp_path):
    target, draft = tmp_path / "b", tmp_path / "b.unfinished"
    running = command("back_up", "--to", target)
    deadline = time.monotonic() + 60
    while not (draft / "database.dump").exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    running.communicate()

    assert not target.exists()
    with pytest.raises(BackupIncomplete):
        check_folder(draft)
    call_command("back_up", "--to", target)
    assert check_folder(target) > 0
    assert not draft.exists()


@pytest.mark.slow
def test_a_restore_that_was_killed_shows_no_county_and_goes_on(
    command, kept, empty_database, tmp_path
):
    arguments = ("restore", "--from", kept)
    where = {"database": empty_database.label, "files": tmp_path / "files"}
    running = command(*arguments, **where)
    deadline = time.monotonic() + 60
    while len(contents(empty_database)) == 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert "public.tenants_county" not in contents(empty_database)

    again = command(*arguments, **where)
    said, _ = again.communicate()
    assert "与备份时的数字全部一致" in said
    assert contents(empty_database)[f"c{CODE}.institutions_institution"].startswith("3:")


def test_the_commands_say_what_they_did(kept, capfd, tmp_path):
    call_command("check_backup", kept)
    said = capfd.readouterr().out
    assert f"{PARTS}个部分的校验值全部相符。" in said
    assert "密钥和口令不在备份中" in said
    with pytest.raises(CommandError, match="backup_incomplete"):
        call_command("check_backup", tmp_path)
