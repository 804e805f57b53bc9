"""Roles are granted by security administrators: to others, one of the three to nobody twice."""

from __future__ import annotations

import pytest

from accounts import services
from accounts.errors import (
    AccountInactive,
    CannotGrantSelf,
    LastAdministrator,
    RolesApart,
    UnknownRole,
)
from accounts.roles import APART, ROLES
from audit.models import AuditEvent
from common.errors import NotAllowed
from tests.factories.accounts import UserFactory
from tests.times import NOON


@pytest.fixture
def grantor(county):
    return UserFactory(security_administrator=True, full_name="方敏")


def grant(user, roles, by):
    return services.grant_roles(user.pk, roles, by=by, at=NOON)


def facts() -> list[dict]:
    return [event.facts for event in AuditEvent.objects.filter(kind="user.grant")]


def test_granting_keeps_before_and_after_and_twice_is_once(grantor):
    user = UserFactory(roles=["inspector"])

    for _ in range(2):
        grant(user, ["section_head"], grantor)

    user.refresh_from_db()
    assert user.roles == ["section_head"]
    assert facts() == [{"was": {"roles": ["inspector"]}, "now": {"roles": ["section_head"]}}]


def test_roles_may_all_be_taken_away(grantor):
    user = UserFactory(roles=["inspector"])

    grant(user, [], grantor)

    user.refresh_from_db()
    assert user.roles == []


@pytest.mark.parametrize("role", [code for code in ROLES if code != "security_administrator"])
def test_nobody_else_grants(county, role):
    user = UserFactory()

    for person in (None, UserFactory(roles=[role])):
        with pytest.raises(NotAllowed):
            grant(user, ["inspector"], person)

    user.refresh_from_db()
    assert user.roles == []
    assert facts() == []


def test_nobody_grants_to_themselves(grantor):
    UserFactory(security_administrator=True)

    for roles in (["audit_administrator"], []):
        with pytest.raises(CannotGrantSelf):
            grant(grantor, roles, grantor)

    grantor.refresh_from_db()
    assert grantor.roles == ["security_administrator"]


@pytest.mark.parametrize("first", APART)
@pytest.mark.parametrize("second", ROLES)
def test_nobody_is_two_administrators_or_one_and_something_else(grantor, first, second):
    user = UserFactory(roles=["inspector"])

    with pytest.raises(RolesApart, match="不能由同一人担任"):
        grant(user, [second, first], grantor)

    user.refresh_from_db()
    assert user.roles == ["inspector"]
    assert facts() == []


def test_an_unknown_role_is_refused(grantor):
    with pytest.raises(UnknownRole, match="king"):
        grant(UserFactory(), ["inspector", "king"], grantor)


def test_a_person_who_left_is_granted_nothing(grantor):
    with pytest.raises(AccountInactive):
        grant(UserFactory(is_active=False), ["inspector"], grantor)

    assert facts() == []


@pytest.mark.parametrize("role", ["system_administrator", "audit_administrator"])
def test_the_last_of_each_kind_stays(grantor, role):
    last = UserFactory(roles=[role], full_name="秦岚")

    with pytest.raises(LastAdministrator, match=f"秦岚是本县唯一在用的{ROLES[role].name}"):
        grant(last, ["inspector"], grantor)

    UserFactory(roles=[role])
    grant(last, ["inspector"], grantor)
    last.refresh_from_db()
    assert last.roles == ["inspector"]


def test_an_inactive_holder_does_not_count_as_another(grantor):
    last = UserFactory(audit_administrator=True)
    UserFactory(audit_administrator=True, is_active=False)

    with pytest.raises(LastAdministrator):
        grant(last, [], grantor)
