"""History is written together with what it tells, and never changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError

from audit.keys import all_keys, chain_code
from audit.models import AuditEvent
from audit.queries import history_of
from audit.rules import stamp_fits
from audit.services import ManyLines, Told, record
from common.request_id import request_id
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.institutions import InstitutionFactory, SiteFactory
from tests.times import NOON

TABLE = "audit_auditevent"


@pytest.fixture
def department(county):
    return DepartmentFactory()


@pytest.fixture
def event(department):
    return record("department.rename", department, by=None, at=NOON)


def test_record_keeps_who_what_when(department):
    boss = UserFactory(full_name="陈股长", roles=["section_head", "inspector"])

    record(
        "department.move", department, by=boss, at=NOON, before="old", after="new", reason="合并"
    )

    event = AuditEvent.objects.get()
    assert (event.kind, event.at, event.before, event.after) == (
        "department.move",
        NOON,
        "old",
        "new",
    )
    assert (event.actor_id, event.actor_name, event.actor_role) == (
        boss.pk,
        "陈股长",
        "股长、执法人员",
    )
    assert (event.object_type, event.object_id, event.object_label) == (
        "accounts.department",
        str(department.pk),
        "县教育局",
    )
    assert event.facts == {"reason": "合并"}


def test_many_lines_are_stamped_as_single_ones_are(department):
    boss = UserFactory(full_name="陈股长")
    lines = ManyLines(by=boss, at=NOON)

    for n in range(3):
        lines.add(Told(kind="department.rename", thing=department, after=str(n), facts={"n": n}))
    lines.write()
    record("department.rename", department, by=boss, at=NOON, after="3", n=3)

    events = list(AuditEvent.objects.order_by("pk"))
    assert [(event.after, event.facts) for event in events] == [
        (str(n), {"n": n}) for n in range(4)
    ]
    keys = all_keys()
    assert all(stamp_fits(event.__dict__, code=chain_code(), keys=keys) for event in events)
    assert len({event.stamp for event in events}) == 4


def test_record_without_a_person_is_the_systems_own(event):
    assert (event.actor_id, event.actor_name, event.actor_role) == (None, "", "")


def test_history_does_not_change_with_the_person(department):
    boss = UserFactory(full_name="陈股长", section_head=True)
    event = record("department.rename", department, by=boss, at=NOON)

    boss.full_name, boss.roles = "陈主任", []
    boss.save()

    event.refresh_from_db()
    assert (event.actor_name, event.actor_role) == ("陈股长", "股长")


def test_a_name_that_is_too_long_is_cut(county):
    school = InstitutionFactory(name="校" * 200)
    far = SiteFactory(institution=school, address="远" * 300)

    event = record("site.test", far, by=None, at=NOON)

    assert len(str(far)) > 250
    assert event.object_label == str(far)[:250]


def test_record_carries_the_number_of_the_request(department):
    token = request_id.set("abc123")
    try:
        event = record("department.rename", department, by=None, at=NOON)
    finally:
        request_id.reset(token)

    assert event.request_id == "abc123"


def test_record_outside_a_transaction_is_refused(event, monkeypatch):
    # A test lives in a transaction; the connection is told that there is none.
    with monkeypatch.context() as told:
        told.setattr(connections["default"], "in_atomic_block", False)
        with pytest.raises(AssertionError, match="together with what it tells"):
            record("department.rename", event, by=None, at=NOON)

    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda event: AuditEvent.objects.filter(pk=event.pk).update(kind="x"),
        lambda event: AuditEvent.objects.filter(pk=event.pk).delete(),
        lambda event: event.save(),
        lambda event: event.delete(),
    ],
    ids=["queryset update", "queryset delete", "save", "delete"],
)
def test_history_is_not_changed_through_the_model(event, change):
    with pytest.raises(DatabaseError, match="history stays"), transaction.atomic():
        change(event)

    assert list(AuditEvent.objects.values_list("kind", flat=True)) == ["department.rename"]


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET kind = 'x'",  # noqa: S608 -- our table
        f"UPDATE {TABLE} SET kind = 'x' WHERE false",  # noqa: S608 -- our table
        f"DELETE FROM {TABLE}",  # noqa: S608 -- our table
        f"TRUNCATE {TABLE}",
    ],
)
def test_history_is_not_changed_by_raw_sql(event, statement):
    with (
        pytest.raises(DatabaseError, match="history stays"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert AuditEvent.objects.count() == 1


def test_history_of_things_is_newest_first(county):
    one, other, third = (UserFactory() for _ in range(3))
    first = record("user.change", one, by=None, at=NOON)
    later = record("user.change", other, by=None, at=NOON + timedelta(hours=1))
    record("user.change", third, by=None, at=NOON)

    assert list(history_of(one, other)) == [later, first]
    assert list(history_of()) == []


def test_history_of_the_same_number_of_another_kind_is_not_mixed_in(department):
    namesake = UserFactory(pk=department.pk, department=department)
    record("user.change", namesake, by=None, at=NOON)

    assert list(history_of(department)) == []
