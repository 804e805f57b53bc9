"""Celery's doors: run twice, they leave what one run leaves."""

from django_tenants.utils import schema_context

from audit import heads
from audit.models import AuditEvent, AuditSeal, HistoryCheck
from audit.queries import verify
from audit.services import record
from audit.tasks import (
    check_history,
    seal_history,
    seal_public_history,
    seal_whole_history,
    stamp_heads,
    stamp_public_heads,
)
from tests.factories.accounts import DepartmentFactory
from tests.times import NOON


def test_seal_history_twice_seals_once_and_lets_the_head_out(county):
    record("department.test", DepartmentFactory(), by=None, at=NOON)

    seal_history.delay()
    seal_history.delay()

    assert AuditSeal.objects.count() == 1
    (line,), _ = heads.read_all("999901")
    assert line.position == 1


def test_seal_whole_history_twice_seals_once(county):
    record("department.test", DepartmentFactory(), by=None, at=NOON)

    seal_whole_history.delay()
    seal_whole_history.delay()

    assert AuditSeal.objects.count() == 1


def test_seal_public_history_twice_seals_the_operators_history_once(county):
    with schema_context("public"):
        record("user.test", county, by=None, at=NOON)

    seal_public_history.delay()
    seal_public_history.delay()

    assert AuditSeal.objects.count() == 0
    with schema_context("public"):
        assert AuditSeal.objects.count() == 1
        assert verify(at=NOON).troubles == []
    assert heads.read_all("public")[0][0].position == 1


def test_check_history_twice_keeps_one_result(county):
    check = HistoryCheck.objects.create(asked_at=NOON, asker_id=1, asker_name="审计员")

    check_history.delay(check_id=check.pk)
    check_history.delay(check_id=check.pk)

    check.refresh_from_db()
    assert (check.state, check.head_position) == ("sound", 0)
    assert AuditEvent.objects.filter(kind="history.checked").count() == 1


def test_stamp_heads_twice_asks_the_authority_once(county, authority):
    heads.add("999901", heads.Head(at=NOON, position=1, digest="ab"))

    stamp_heads.delay()
    stamp_heads.delay()

    assert [path.name for path in heads.stamped("999901")] == ["2021-11-10.jsonl"]
    assert len(authority.asked) == 1


def test_stamp_public_heads_twice_asks_the_authority_once(county, authority):
    heads.add("public", heads.Head(at=NOON, position=1, digest="ab"))

    stamp_public_heads.delay()
    stamp_public_heads.delay()

    assert [path.name for path in heads.stamped("public")] == ["2021-11-10.jsonl"]
    assert len(authority.asked) == 1
