"""Each account in use is confirmed once a year, by somebody else, or put out of use."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.errors import LastAdministrator
from accounts.models import User
from accounts.queries import accounts_in_review
from accounts.services import close_account, confirm_account
from audit.models import AuditEvent
from common.clock import localdate
from common.errors import BadInput, NotAllowed, WrongState
from tests.factories.accounts import UserFactory
from tests.times import DAY, NOON


@pytest.fixture
def grantor(county):
    return UserFactory(security_administrator=True, full_name="方敏")


@pytest.fixture
def keeper(county):
    return UserFactory(system_administrator=True, full_name="周明远")


def kinds() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_confirming_keeps_who_and_when_and_what_was_confirmed(grantor):
    user = UserFactory(roles=["inspector"])

    confirm_account(user.pk, by=grantor, at=NOON)

    user.refresh_from_db()
    assert (user.reviewed_at, user.reviewed_by, user.roles) == (NOON, grantor, ["inspector"])
    event = AuditEvent.objects.get(kind="user.review")
    assert event.facts == {"roles": ["inspector"], "last_sign_in": ""}


def test_a_security_administrator_is_confirmed_by_a_system_administrator(grantor, keeper):
    confirm_account(grantor.pk, by=keeper, at=NOON)

    grantor.refresh_from_db()
    assert grantor.reviewed_by == keeper


def test_nobody_confirms_their_own_account(grantor, keeper):
    audit = UserFactory(audit_administrator=True)

    for person in (grantor, keeper, audit):
        with pytest.raises(NotAllowed):
            confirm_account(person.pk, by=person, at=NOON)
    with pytest.raises(NotAllowed):
        confirm_account(grantor.pk, by=UserFactory(security_administrator=True), at=NOON)

    assert not User.objects.filter(reviewed_at__isnull=False).exists()
    assert kinds() == []


@pytest.mark.parametrize("role", ["system_administrator", "audit_administrator", "bureau_head"])
def test_others_review_nobody(county, role):
    user, other = UserFactory(), UserFactory(roles=[role])

    with pytest.raises(NotAllowed):
        confirm_account(user.pk, by=other, at=NOON)
    with pytest.raises(NotAllowed):
        close_account(user.pk, reason="调离", by=other, at=NOON)

    assert kinds() == []


def test_closing_takes_account_and_roles_and_says_why(grantor):
    user = UserFactory(roles=["inspector"])

    close_account(user.pk, reason=" 已调离 ", by=grantor, at=NOON)

    user.refresh_from_db()
    assert (user.is_active, user.roles) == (False, [])
    assert AuditEvent.objects.get(kind="user.close").facts["reason"] == "已调离"
    assert kinds() == ["user.change", "user.close"]


def test_closing_without_a_reason_or_twice_is_refused(grantor):
    user = UserFactory(roles=["inspector"])

    with pytest.raises(BadInput, match="须写明理由"):
        close_account(user.pk, reason="  ", by=grantor, at=NOON)
    close_account(user.pk, reason="已调离", by=grantor, at=NOON)
    with pytest.raises(WrongState, match="已停用"):
        close_account(user.pk, reason="已调离", by=grantor, at=NOON)
    with pytest.raises(WrongState):
        confirm_account(user.pk, by=grantor, at=NOON)


def test_the_last_of_a_kind_is_not_closed(grantor, keeper):
    with pytest.raises(LastAdministrator, match="周明远"):
        close_account(keeper.pk, reason="已调离", by=grantor, at=NOON)

    keeper.refresh_from_db()
    assert keeper.is_active
    assert kinds() == []


def made(days_ago: int, **fields) -> User:
    user = UserFactory(**fields)
    User.objects.filter(pk=user.pk).update(created_at=NOON - timedelta(days=days_ago))
    return user


def lines() -> dict[int, tuple]:
    found = accounts_in_review(as_of=DAY, every_days=365, unused_days=90)
    return {one.user.pk: (one.due_on, one.is_due, one.unused_days) for one in found}


def test_a_review_is_due_a_year_after_the_last_or_after_the_account_was_made(county):
    assert localdate(NOON) == DAY
    new, old = made(364, last_login=NOON), made(365, last_login=NOON)
    confirmed = made(800, last_login=NOON, reviewed_at=NOON, reviewed_by=new)
    made(800, is_active=False)

    assert lines() == {
        old.pk: (DAY, True, None),
        new.pk: (DAY + timedelta(days=1), False, None),
        confirmed.pk: (DAY + timedelta(days=365), False, None),
    }


def test_accounts_never_used_or_long_unused_are_told(county):
    never, fresh = made(91), made(90)
    long_ago = made(300, last_login=NOON - timedelta(days=120))

    assert {pk: found[2] for pk, found in lines().items()} == {
        long_ago.pk: 120,
        never.pk: 91,
        fresh.pk: None,
    }


def test_the_list_takes_one_query(county, django_assert_num_queries):
    UserFactory.create_batch(3)

    with django_assert_num_queries(1):
        assert (
            len(
                [
                    one.user.department.name
                    for one in accounts_in_review(as_of=DAY, every_days=365, unused_days=90)
                ]
            )
            == 3
        )
