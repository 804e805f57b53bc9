"""What operators call: sealing and checking, for one county or for all, closed ones too."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from audit.queries import head
from audit.services import publish_head, record
from tenants.models import CountyEvent
from tests.audit.tampering import as_superuser
from tests.factories.accounts import DepartmentFactory
from tests.times import NOON


def said(*command):
    out = StringIO()
    try:
        call_command(*command, stdout=out)
    finally:
        connection.set_schema("c999901")
    return out.getvalue()


def test_verify_history_of_a_sound_county(lines):
    answer = said("verify_history", "--county", "999901")

    assert "桤木县（999901）：核验 5 条，链头第 5 位" in answer
    assert "未发现问题" in answer


def test_verify_history_names_the_first_row_and_fails(lines):
    as_superuser("UPDATE {events} SET kind = 'x' WHERE id = %s", lines[3].pk)
    out = StringIO()

    with pytest.raises(CommandError, match="有 1 份历史存在问题") as failure:
        call_command("verify_history", "--county", "all", stdout=out)

    assert failure.value.returncode == 1
    assert f"  1. 第 4 位，事件 {lines[3].pk}（x，" in out.getvalue()
    assert "平台（public）：核验 0 条" in out.getvalue()
    assert "白桦县（999902）：核验 0 条" in out.getvalue()


def test_verify_history_of_a_closed_county(county, lines):
    county.state = "closed"
    county.save(verbosity=0)

    assert "核验 5 条" in said("verify_history", "--county", "999901")


def test_verify_history_tells_at_most_twenty_troubles(county, lines):
    as_superuser("DELETE FROM {events}")
    for _ in range(20):
        record("department.test", DepartmentFactory(), by=None, at=NOON)
    as_superuser("UPDATE {events} SET kind = 'x'")

    with pytest.raises(CommandError):
        said("verify_history", "--county", "999901")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_history", stdout=out)

    assert "发现 25 处问题" in out.getvalue()
    assert "其余 5 处从略" in out.getvalue()


def test_accept_restore_is_noted_outside_and_with_the_operators_events(lines):
    publish_head(at=NOON)
    for table, key in (("{events}", "id"), ("{seals}", "event_id")):
        as_superuser(f"DELETE FROM {table} WHERE {key} = %s", lines[4].pk)  # noqa: S608 -- our tables

    answer = said("verify_history", "--county", "999901", "--accept-restore", "磁盘损坏")

    assert "未发现问题" in answer
    assert "曾恢复到第 4 位，原因：磁盘损坏" in answer
    event = CountyEvent.objects.get(kind="history.accept_restore")
    assert (event.county_code, event.facts) == ("999901", {"reason": "磁盘损坏"})


def test_seal_history_seals_a_county_at_once(county):
    record("department.test", DepartmentFactory(), by=None, at=NOON)

    assert "新封存 1 条" in said("seal_history", "--county", "999901")
    assert head().position == 1
