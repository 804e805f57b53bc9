"""Operators see queues, hold counties, and take up or give up what was set aside."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tenants.models import CountyEvent, CountyHold, Work
from tests.doors import come_in
from tests.factories.accounts import UserFactory
from tests.tenants.worker import asking_the_broker

HOST = "console.test"


@pytest.fixture
def public(counties, settings):
    settings.YUJIAN_CONSOLE_HOSTS = [HOST]
    connection.set_schema_to_public()
    return counties


@pytest.fixture
def operator(public) -> Client:
    return come_in(Client(HTTP_HOST=HOST), UserFactory(roles=["operator"], department=None))


def aside(**changes) -> Work:
    told = {
        "schema": "c999901",
        "queue": "printing",
        "task": "enforcement.print_notice",
        "kwargs": {"notice_id": 7},
        "state": "set_aside",
        "trouble": "OSError",
        "asked_at": timezone.now(),
        "limit_s": 60,
    }
    return Work.objects.create(**(told | changes))


def test_the_page_shows_queues_and_what_was_set_aside(operator):
    aside()
    aside(state="running", trouble="", started_at=timezone.now(), done=3, total=9)

    page = operator.get("/queues/").text

    assert "enforcement.print_notice" in page
    assert "notice_id=7" in page
    assert "3 / 9" in page
    assert "桤木县" in page
    assert "UNKNOWN<" not in page


def test_a_retry_puts_it_in_line_and_is_noted(operator):
    row = aside()

    with asking_the_broker():
        answer = operator.post(f"/queues/work/{row.pk}/retry/")

        assert (answer.status_code, answer.url) == (302, "/queues/")
        assert Work.objects.get().state == "sent"
        assert CountyEvent.objects.get().kind == "work.retried"
        assert operator.post(f"/queues/work/{row.pk}/retry/").status_code == 404


def test_giving_up_removes_it_and_is_noted(operator):
    row = aside()

    operator.post(f"/queues/work/{row.pk}/discard/")

    assert not Work.objects.exists()
    assert CountyEvent.objects.get().kind == "work.discarded"


def test_a_county_is_held_with_a_reason_and_let_go(operator):
    assert operator.post("/queues/counties/999901/hold/", {"kind": "paused"}).status_code == 422
    operator.post("/queues/counties/999901/hold/", {"kind": "drained", "reason": "迁移"})
    assert CountyHold.objects.get().kind == "drained"
    assert "迁移" in operator.get("/counties/999901/").text

    operator.post("/queues/counties/999901/release/")

    assert not CountyHold.objects.exists()
    assert operator.post("/queues/counties/999999/release/").status_code == 404


@pytest.mark.parametrize("path", ["work/1/retry/", "work/1/discard/", "counties/999901/hold/"])
def test_who_is_no_operator_changes_nothing(public, path):
    row = aside(pk=1)
    browser = come_in(Client(HTTP_HOST=HOST), UserFactory(roles=[], department=None))

    assert browser.post(f"/queues/{path}").status_code == 403

    row.refresh_from_db()
    assert row.state == "set_aside"
    assert not CountyHold.objects.exists()
