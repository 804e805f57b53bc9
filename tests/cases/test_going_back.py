"""A release taken back with rows in it: what an older one kept beside its deadlines is there again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cases.models import PriorNotice
from tenants.models import County
from tests.committed import committed_county
from tests.factories import cases as scenes
from tests.factories.cases import CLOSING, People

pytestmark = [pytest.mark.race, pytest.mark.slow]
BEFORE = [("cases", "0021_papers_say_what_rows_say")]


@pytest.fixture
def lone_county(django_db_setup, django_db_blocker) -> Iterator[County]:
    with django_db_blocker.unblock(), committed_county("999914") as county:
        scenes.law()
        yield county


def migrate(targets: list[tuple[str, str]] | None = None) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(targets or executor.loader.graph.leaf_nodes("cases"))


def days(notice: PriorNotice) -> tuple:
    return notice.statement_until, notice.hearing_until


def test_the_last_days_of_a_served_notice_go_back_and_forth(lone_county):
    people = People()
    known = days(scenes.served(scenes.ended(people), people, CLOSING))
    scenes.drafted(scenes.ended(people), people)

    migrate(BEFORE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_until, hearing_until FROM cases_priornotice ORDER BY id")
        assert cursor.fetchall() == [known, (None, None)]
    migrate()

    assert [days(notice) for notice in PriorNotice.objects.order_by("pk")] == [known, (None, None)]
