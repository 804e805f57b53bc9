"""Two administrators at once, with real commits in a county of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from audit.models import AuditEvent
from common.errors import Refusal, WrongState
from policies.errors import RowsHoldAlready
from policies.models import Benchmark, PackageArrival, PowerHolder, Violation
from policies.services import (
    HolderFacts,
    enter_power_holder,
    load_catalogue,
    receive_package,
    take_arrival,
    take_package,
)
from tenants.models import County
from tests.committed import at_once, committed_county
from tests.factories.accounts import UserFactory
from tests.policies.test_packages import LINE, V03, package, packed
from tests.times import NOON

pytestmark = [pytest.mark.race, pytest.mark.slow]


@pytest.fixture
def lone_county(django_db_setup, django_db_blocker) -> Iterator[County]:
    with django_db_blocker.unblock(), committed_county("999907") as county:
        load_catalogue(at=NOON)
        yield county


def administrators():
    return [UserFactory(system_administrator=True) for _ in range(2)]


def test_one_package_taken_by_two_at_once_is_taken_once(lone_county):
    first, second = administrators()
    content = packed(violations=[V03], benchmarks=[LINE])
    arrival = receive_package(content, by=first, at=NOON)

    results = at_once(
        lone_county,
        *(lambda by=by: take_arrival(arrival.pk, by=by, at=NOON) for by in (first, second)),
    )

    (refusal,) = [result for result in results if isinstance(result, Refusal)]
    assert isinstance(refusal, WrongState)
    assert Violation.objects.filter(code="V03").count() == 2
    assert Benchmark.objects.filter(level="benchmark").count() == 1
    assert AuditEvent.objects.filter(kind="policies.take_package").count() == 1


def test_one_package_sent_by_two_at_once_arrives_once(lone_county):
    content = packed(violations=[V03])

    at_once(
        lone_county,
        *(lambda by=by: receive_package(content, by=by, at=NOON) for by in administrators()),
    )

    assert PackageArrival.objects.count() == 1


def test_the_same_rows_by_two_at_once_stand_once(lone_county):
    found = package(violations=[V03])

    results = at_once(
        lone_county,
        *(lambda by=by: take_package(found, by=by, at=NOON) for by in administrators()),
    )

    assert sorted(map(len, results)) == [0, 2]
    assert Violation.objects.filter(code="V03").count() == 2


def test_two_holders_of_one_power_at_once_leave_one(lone_county):
    facts = [
        HolderFacts(
            covers="V02",
            kind="comprehensive",
            way="transferred",
            name=name,
            valid_from=date(2026, 1, 1),
            source="县政发〔2026〕1号",
        )
        for name in ("综合行政执法局", "城市管理局")
    ]

    results = at_once(
        lone_county,
        *(
            lambda one=one, by=by: enter_power_holder(one, by=by, at=NOON)
            for one, by in zip(facts, administrators(), strict=True)
        ),
    )

    assert [type(one) for one in results if isinstance(one, Refusal)] == [RowsHoldAlready]
    assert PowerHolder.objects.count() == 1
