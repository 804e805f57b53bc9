"""The traps that let one county see another, each with its guard."""

import pytest
from celery import shared_task
from django.core.cache import cache
from django.db import connection, transaction
from django_tenants.utils import tenant_context

from accounts.access import require
from accounts.models import Department, User
from accounts.permissions import Permission
from tenants.backend.base import CountyChangedInTransaction
from tenants.errors import ContextStackForbidden, CountyNotOpen, NoCounty, WrongCounty
from tenants.keys import county_key
from tenants.models import County, CountyState
from tests.factories.accounts import DepartmentFactory, UserFactory


def test_the_shared_context_stack_is_refused(county):
    with pytest.raises(ContextStackForbidden), county:
        pass


def test_a_row_of_one_county_is_not_saved_in_another(county, next_door):
    ours = DepartmentFactory(name="县教育局")
    with next_door():
        theirs = DepartmentFactory(pk=ours.pk, name="邻县教育局")
        with pytest.raises(WrongCounty):
            ours.save()
        theirs.refresh_from_db()
        assert theirs.name == "邻县教育局"


def test_a_row_of_one_county_is_not_deleted_in_another(county, next_door):
    ours = DepartmentFactory()
    with next_door():
        DepartmentFactory(pk=ours.pk)
        with pytest.raises(WrongCounty):
            ours.delete()
        assert Department.objects.count() == 1


@pytest.mark.parametrize(
    "read",
    [list, len, bool, lambda rows: rows.count(), lambda rows: rows.exists(), lambda rows: rows[0]],
)
def test_a_queryset_of_one_county_is_not_read_in_another(county, next_door, read):
    DepartmentFactory()
    ours = Department.objects.filter(code="edu")
    with next_door(), pytest.raises(WrongCounty):
        read(ours)


def test_a_queryset_of_one_county_does_not_update_another(county, next_door):
    ours = Department.objects.all()
    with next_door():
        DepartmentFactory(name="邻县教育局")
        with pytest.raises(WrongCounty):
            ours.update(name="x")
        assert Department.objects.get().name == "邻县教育局"


def test_a_row_of_one_county_is_not_made_or_changed_in_bulk_in_another(county, next_door):
    ours = DepartmentFactory(name="县教育局")
    unsaved = Department(code="fire", name="县消防大队")
    with next_door():
        theirs = DepartmentFactory(pk=ours.pk, name="邻县教育局")
        with pytest.raises(WrongCounty):
            Department.objects.bulk_update([ours], ["name"])
        with pytest.raises(WrongCounty):
            Department.objects.bulk_create([unsaved])

        assert list(Department.objects.values_list("name")) == [(theirs.name,)]


def test_a_row_of_one_county_is_not_tied_to_a_row_of_another(county, next_door):
    ours = DepartmentFactory()
    with next_door():
        theirs = UserFactory()
        with pytest.raises(WrongCounty):
            theirs.department = ours
        with pytest.raises(WrongCounty):
            User(username="u", full_name="某人", department=ours)


def test_a_row_of_one_county_does_not_lead_to_the_rows_of_another(county, next_door):
    ours = DepartmentFactory()
    with next_door():
        UserFactory(department=DepartmentFactory(pk=ours.pk))
        with pytest.raises(WrongCounty):
            ours.people.all()


def test_a_person_of_one_county_may_do_nothing_in_another(county, next_door):
    administrator = UserFactory(system_administrator=True)
    with next_door(), pytest.raises(WrongCounty):
        require(administrator, Permission.USER_MANAGE)


def test_cache_keys_carry_the_county(county, next_door):
    cache.set("inbox", "ours")
    with next_door():
        assert cache.get("inbox") is None
    assert cache.get("inbox") == "ours"


def test_a_shared_key_outside_a_county_is_refused(county):
    assert county_key("lock") == "c999901:lock"
    connection.set_schema_to_public()
    with pytest.raises(NoCounty):
        county_key("lock")


def test_changing_county_inside_a_transaction_is_refused(county, other_county):
    connection.may_change_county_in_transaction = False
    try:
        with (
            transaction.atomic(),
            pytest.raises(CountyChangedInTransaction),
            tenant_context(other_county),
        ):
            pass
    finally:
        connection.may_change_county_in_transaction = True


@shared_task(name="tests.where")
def where() -> str:
    return connection.schema_name


def test_a_task_runs_in_the_county_it_was_asked_for_in(county):
    assert where.apply_async().get() == "c999901"


def test_a_task_sent_before_its_county_was_closed_is_refused(county):
    """Closed by another process: the row that this connection holds still says open."""
    County.objects.filter(pk=county.pk).update(state=CountyState.CLOSED)
    with pytest.raises(CountyNotOpen):
        where.apply_async()


def test_a_task_without_a_county_is_refused(counties):
    with pytest.raises(NoCounty, match="任务 tests.where"):
        where.delay()
