"""A feed misses nothing and repeats nothing, also when transactions end out of order."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django_tenants.utils import tenant_context

from feeds.models import Change, FeedHead
from feeds.queries import changes_after, head_of, position_before
from feeds.services import number_changes
from institutions.models import Institution
from tests.committed import at_once, committed_county
from tests.factories.institutions import InstitutionFactory

KIND = "institution"


def told(after: int = 0) -> list[int]:
    number_changes(KIND)
    return list(changes_after(KIND, after).values_list("thing_id", flat=True))


def test_each_thing_stands_once_at_its_last_change(county):
    one, other = InstitutionFactory(), InstitutionFactory()
    assert told() == [one.pk, other.pk]

    Institution.objects.filter(pk=one.pk).update(phone="1")
    Institution.objects.filter(pk=one.pk).update(phone="2")

    assert told(2) == [one.pk]
    assert told() == [other.pk, one.pk]


def test_position_is_never_given_again(county):
    """The greatest one leaves with the thing that held it; the next must still be greater."""
    InstitutionFactory()
    last = InstitutionFactory()
    assert len(told()) == head_of(KIND) == 2

    Institution.objects.filter(pk=last.pk).update(phone="1")

    assert told(2) == [last.pk]
    assert FeedHead.objects.get(kind=KIND).position == 3


def test_many_rows_in_one_statement_are_noted(county):
    rows = InstitutionFactory.create_batch(3)
    told()

    Institution.objects.update(phone="1")

    assert sorted(told(3)) == sorted(row.pk for row in rows)


def test_moment_leads_to_the_first_change_since(county):
    InstitutionFactory()
    told()
    moment = Change.objects.get().numbered_at
    InstitutionFactory()
    told()

    assert position_before(KIND, moment) == 0
    assert changes_after(KIND, position_before(KIND, moment)).count() == 2


@pytest.mark.slow
@pytest.mark.race
@pytest.mark.django_db(transaction=False)
def test_transaction_that_ends_late_is_not_missed(django_db_setup, django_db_blocker):
    """The first to begin is the last to commit: it gets the later position, not an earlier one."""
    with django_db_blocker.unblock(), committed_county("999907") as county:
        early, late = InstitutionFactory(), InstitutionFactory()
        assert told() == [early.pk, late.pk]
        seen = at_once(
            county,
            lambda: _write_slowly(early.pk),
            lambda: _read_while(county, late.pk),
        )
        first, place = seen[1]
        with tenant_context(county):
            then = told(place)

        assert first == [late.pk]
        assert then == [early.pk]


def _write_slowly(key: int) -> None:
    with transaction.atomic():
        Institution.objects.filter(pk=key).update(phone="early")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(1.5)")


def _read_while(county, key: int) -> tuple[list[int], int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.4)")
    Institution.objects.filter(pk=key).update(phone="late")
    found = told(2)
    return found, head_of(KIND)
