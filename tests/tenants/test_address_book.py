"""Which county answers at an address is kept for some seconds, and never too long."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test import Client

from tenants import address_book, services
from tenants.models import County, CountyState, Domain
from tests.times import NOON

HOST = "999901.test"


@pytest.fixture(autouse=True)
def in_public(counties):
    connection.set_schema_to_public()


def ask(method: str = "get", host: str = HOST):
    return getattr(Client(HTTP_HOST=host), method)("/login/")


def close_elsewhere() -> None:
    """As another process would: this one hears nothing of it."""
    County.objects.filter(code="999901").update(state=CountyState.CLOSED)


def test_address_is_looked_up_once(django_assert_num_queries):
    with django_assert_num_queries(2):  # SET search_path, SELECT
        first = address_book.county_at(HOST)
    with django_assert_num_queries(0):
        again = address_book.county_at(HOST)

    assert (again.code, again.pk) == ("999901", first.pk)


def test_each_request_gets_a_county_of_its_own():
    first = address_book.county_at(HOST)
    first.name = "别处改写"

    assert address_book.county_at(HOST).name == "桤木县"


def test_boundary_comes_when_it_is_asked_for():
    county = address_book.county_at(HOST)

    assert "boundary" in county.get_deferred_fields()
    assert county.boundary.valid


def test_what_is_kept_goes_stale(settings):
    settings.YUJIAN_COUNTY_CACHE_S = 0
    assert ask().status_code == 200
    close_elsewhere()

    assert ask().status_code == 410


def test_county_closed_elsewhere_may_be_read_a_moment_but_not_changed():
    assert ask().status_code == 200
    close_elsewhere()

    assert ask("get").status_code == 200
    assert ask("post").status_code == 410
    assert ask("get").status_code == 410, "the change that was refused put the old answer away"


def test_who_changes_something_asks_only_whether_the_row_is_the_same(django_assert_num_queries):
    before = address_book.county_at(HOST, fresh=True)

    with django_assert_num_queries(1):
        again = address_book.county_at(HOST, fresh=True)
    County.objects.filter(code="999901").update(name="苍梧县")

    assert (again.pk, again.name) == (before.pk, "桤木县")
    assert address_book.county_at(HOST, fresh=True).name == "苍梧县"


def test_address_taken_away_elsewhere_leads_nowhere_for_changes():
    assert ask().status_code == 200
    Domain.objects.filter(domain=HOST)._raw_delete("default")

    assert ask("post").status_code == 404


def test_county_closed_here_is_closed_at_once():
    assert ask().status_code == 200

    services.close_county("999901", at=NOON, reason="撤县设区")

    assert ask().status_code == 410


def test_county_that_opens_elsewhere_is_there_at_once():
    close_elsewhere()
    assert ask().status_code == 410

    County.objects.filter(code="999901").update(state=CountyState.OPEN)

    assert ask().status_code == 200


def test_what_was_read_before_the_commit_is_forgotten_at_the_commit(commits):
    with commits(), transaction.atomic():
        services.close_county("999901", at=NOON, reason="撤县设区")
        before = County.objects.get(code="999902")
        address_book._keep(HOST, address_book._Kept(float("inf"), before))

    assert address_book.county_at(HOST).state == CountyState.CLOSED


def test_address_that_was_taken_away_leads_nowhere():
    assert ask().status_code == 200

    Domain.objects.get(domain=HOST).delete()

    assert ask().status_code == 404


def test_names_that_belong_to_nobody_are_not_kept(django_assert_num_queries):
    for _ in range(2):
        assert address_book.county_at("nobody.test") is None

    with django_assert_num_queries(1):
        address_book.county_at("nobody.test")
    assert address_book._KEPT == {}
