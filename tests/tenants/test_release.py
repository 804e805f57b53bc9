"""A county that lacks what the code needs waits: pages, tasks, commands. Others work."""

from __future__ import annotations

import pytest
from celery import shared_task
from celery.exceptions import Retry
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from tenants import release
from tenants.celery import LONGEST_WAIT_S
from tenants.errors import CountyBeingUpgraded
from tenants.management.base import CountyCommand
from tenants.tasks import in_every_county

RUNS: list[str] = []


@shared_task(name="tests.note_when_ready", ignore_result=True)
def note_when_ready() -> None:
    RUNS.append(connection.schema_name)


class NoteWhere(CountyCommand):
    def handle_in_county(self, *args, **options):
        RUNS.append(connection.schema_name)


@pytest.fixture(autouse=True)
def nothing_ran():
    RUNS.clear()


def lack_one(schema: str) -> None:
    """As if the code had one migration more than this county."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {schema}.django_migrations WHERE app = 'assignments'")  # noqa: S608 -- ours
    release.forget()


@pytest.fixture
def behind(county):
    lack_one("c999901")
    return county


def test_page_of_a_county_that_is_behind_says_so(behind):
    answer = Client(HTTP_HOST="999901.test").get("/login/")

    assert answer.status_code == 503
    assert "桤木县的数据结构正在升级，请过几分钟再试；刚才的操作没有保存。" in answer.text
    assert "county_being_upgraded" in answer.text
    assert Client(HTTP_HOST="999902.test").get("/login/").status_code == 200


def test_it_is_served_the_moment_it_is_migrated(behind):
    browser = Client(HTTP_HOST="999901.test")
    assert browser.get("/login/").status_code == 503

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO c999901.django_migrations (app, name, applied)"
            " SELECT app, name, applied FROM c999902.django_migrations WHERE app = 'assignments'"
        )

    assert browser.get("/login/").status_code == 200


def test_county_that_is_ahead_is_served(county):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '0999_x', now())"
        )

    assert release.is_ready("c999901")


def test_what_only_public_has_does_not_matter_to_a_county(county):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'tenants'")

    assert release.is_ready("c999901")


def test_yes_is_kept_and_no_is_asked_again(county, django_assert_num_queries):
    assert release.is_ready("c999901")
    with django_assert_num_queries(0):
        assert release.is_ready("c999901")

    lack_one("c999901")
    for _ in range(2):
        with django_assert_num_queries(1):
            assert not release.is_ready("c999901")


def test_task_waits_in_the_queue(behind, monkeypatch):
    sent = []
    monkeypatch.setattr(note_when_ready, "apply_async", lambda *args, **how: sent.append(how))
    home = {"_schema_name": "c999901"}
    note_when_ready.push_request(is_eager=False, called_directly=False, headers=home, id="x")
    try:
        with pytest.raises(Retry):
            note_when_ready()
    finally:
        note_when_ready.pop_request()

    assert RUNS == []
    (how,) = sent
    assert (how["countdown"], how["headers"]["_schema_name"]) == (LONGEST_WAIT_S, "c999901")


def test_task_that_is_run_at_once_is_refused(behind):
    with pytest.raises(CountyBeingUpgraded):
        note_when_ready.delay()


def test_dispatcher_leaves_it_out(behind):
    connection.set_schema_to_public()

    in_every_county.delay("tests.note_when_ready")

    assert RUNS == ["c999902"]


def test_command_is_refused(behind):
    connection.set_schema_to_public()

    with pytest.raises(CommandError, match="county_being_upgraded"):
        call_command(NoteWhere(), "--county", "999901")

    assert RUNS == []


def test_schema_that_is_not_there_has_no_migrations(transactional_names):
    assert release.applied_in("c000000") == frozenset()


@pytest.fixture
def transactional_names(django_db_setup, django_db_blocker):
    """Outside a transaction, which the question would break."""
    with django_db_blocker.unblock():
        yield
