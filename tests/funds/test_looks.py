"""Numbers and names lie encrypted; whoever looks says what for, and the look is on record."""

from __future__ import annotations

import pytest
from django.db import connection

from audit.models import AuditEvent
from common.errors import NotAllowed
from funds.errors import PurposeMissing
from funds.services import reveal_number, reveal_pupil
from tests.factories import funds
from tests.factories.accounts import UserFactory
from tests.times import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(county):
    return funds.supervisor()


@pytest.fixture
def contract(clerk):
    return funds.contract(funds.account(clerk, number="6217000000001234"), clerk)


def looks(contract):
    """Both ways of looking, by their verb and key."""
    return ((reveal_number, contract.account_id), (reveal_pupil, contract.pk))


def test_a_look_with_a_purpose_shows_and_is_recorded(contract, clerk):
    told = {"purpose": "核对退费", "by": clerk, "at": NOON}

    assert reveal_number(contract.account_id, **told) == "6217000000001234"
    assert reveal_pupil(contract.pk, **told) == ("王小明", "王大明")

    events = AuditEvent.objects.filter(kind__endswith=".reveal")
    assert [event.facts for event in events] == [{"purpose": "核对退费"}] * 2


def test_no_look_without_a_purpose_or_the_right(contract, clerk):
    for look, key in looks(contract):
        with pytest.raises(PurposeMissing):
            look(key, purpose=" ", by=clerk, at=NOON)
        with pytest.raises(NotAllowed):
            look(key, purpose="好奇", by=UserFactory(inspector=True), at=NOON)

    assert not AuditEvent.objects.filter(kind__endswith=".reveal").exists()


def test_neither_number_nor_name_stands_in_the_tables(contract):
    with connection.cursor() as cursor:
        cursor.execute("SELECT a::text, c::text FROM funds_fundaccount a, funds_contract c")
        told = " ".join(cursor.fetchone())

    assert not any(secret in told for secret in ("6217000000001234", "王小明", "王大明"))
