"""One-time links, first passwords, and the first administrators, whom nobody can invite."""

from __future__ import annotations

import pytest

from accounts import services
from accounts.errors import AdministratorExists, InvitationInvalid, PasswordTooWeak, UnknownRole
from accounts.models import User
from accounts.roles import SECURITY_ADMINISTRATOR
from audit.models import AuditEvent
from common.errors import NotAllowed
from tests.factories.accounts import UserFactory
from tests.times import NOON

GOOD = "copper-kettle-42"


@pytest.fixture
def boss(county):
    return UserFactory(system_administrator=True, full_name="周明远")


def appoint(role: str, username: str) -> User:
    return services.appoint_first_administrator(role, username, full_name="县管理员", at=NOON)


def kinds() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("kind", flat=True))


def parts(link: str) -> tuple[str, str]:
    _, _, uid, token, _ = link.split("/")
    return uid, token


def test_invited_person_sets_a_password_once(boss):
    guest = UserFactory()
    uid, token = parts(services.invite(guest.pk, by=boss, at=NOON))

    services.accept_invitation(uid, token, password=GOOD, at=NOON)

    guest.refresh_from_db()
    assert guest.check_password(GOOD)
    with pytest.raises(InvitationInvalid):
        services.accept_invitation(uid, token, password="another-kettle-7", at=NOON)
    assert kinds() == ["user.invite", "user.accept_invitation"]


def test_weak_first_password_is_refused_and_the_link_stays(boss):
    guest = UserFactory(username="zhaohongmei")
    uid, token = parts(services.invite(guest.pk, by=boss, at=NOON))

    for weak in ("short", "zhaohongmei", "1234567890"):
        with pytest.raises(PasswordTooWeak):
            services.accept_invitation(uid, token, password=weak, at=NOON)

    assert services.get_invited(uid, token) == guest


@pytest.mark.parametrize("uid", ["", "eA", "%%%", "OTk5OTk5"])
def test_a_link_that_was_tampered_with_opens_nothing(boss, uid):
    _, token = parts(services.invite(UserFactory().pk, by=boss, at=NOON))

    with pytest.raises(InvitationInvalid):
        services.get_invited(uid, token)


def test_a_person_who_left_cannot_use_the_link(boss):
    guest = UserFactory()
    uid, token = parts(services.invite(guest.pk, by=boss, at=NOON))
    services.change_user(guest.pk, is_active=False, by=boss, at=NOON)

    with pytest.raises(InvitationInvalid):
        services.get_invited(uid, token)


def test_invite_is_the_administrators(boss):
    with pytest.raises(NotAllowed):
        services.invite(boss.pk, by=UserFactory(inspector=True), at=NOON)
    with pytest.raises(NotAllowed):
        services.invite(UserFactory(inspector=True).pk, by=None, at=NOON)

    assert kinds() == []


def test_first_administrator_is_appointed_once_and_invited_by_nobody(county):
    first = appoint(SECURITY_ADMINISTRATOR, "secadmin")
    link = services.invite(first.pk, by=None, at=NOON)

    assert services.get_invited(*parts(link)) == first
    with pytest.raises(AdministratorExists):
        appoint(SECURITY_ADMINISTRATOR, "second")
    assert list(User.objects.with_role(SECURITY_ADMINISTRATOR)) == [first]


def test_only_an_administrator_is_appointed_without_anybody_above(county):
    with pytest.raises(UnknownRole):
        appoint("bureau_head", "chief")

    assert not User.objects.exists()


def test_change_password_is_ones_own(county):
    user, other = UserFactory(), UserFactory(system_administrator=True)

    services.change_password(user.pk, password=GOOD, by=user, at=NOON)

    user.refresh_from_db()
    assert user.check_password(GOOD)
    with pytest.raises(NotAllowed):
        services.change_password(user.pk, password="another-kettle-7", by=other, at=NOON)
    with pytest.raises(PasswordTooWeak):
        services.change_password(user.pk, password="short", by=user, at=NOON)
    user.refresh_from_db()
    assert user.check_password(GOOD)
