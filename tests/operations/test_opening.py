"""Opening a county that was stopped half-way goes on where it stopped."""

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.errors import AdministratorExists
from accounts.models import User
from accounts.roles import APART, AUDIT_ADMINISTRATOR, ROLES, SYSTEM_ADMINISTRATOR
from accounts.services import accept_invitation
from operations.furnishing import FirstLink, first_administrators
from tests.conftest import PASSWORD
from tests.factories.accounts import UserFactory
from tests.times import NOON


def _accept(link: FirstLink) -> User:
    _, _, uid, token, _ = link.path.split("/")
    return accept_invitation(uid, token, password=PASSWORD, at=NOON)


def test_a_county_starts_with_one_administrator_of_each_kind(county):
    links = first_administrators(at=NOON)

    assert [link.role for link in links] == list(APART)
    assert [person.roles for person in map(_accept, links)] == [[role] for role in APART]


def test_a_second_call_sends_the_same_administrators_other_links(county):
    first_administrators(at=NOON)
    people = [_accept(link) for link in first_administrators(at=NOON)]

    assert list(User.objects.order_by("pk")) == people


def test_an_administrator_who_signed_in_is_not_invited_again(county):
    system, *waiting = first_administrators(at=NOON)
    _accept(system)

    assert [link.role for link in first_administrators(at=NOON)] == [link.role for link in waiting]
    for link in waiting:
        _accept(link)
    with pytest.raises(AdministratorExists):
        first_administrators(at=NOON)


def test_a_missing_administrator_is_appointed_later(county):
    """As after the old administrator became the one who grants roles."""
    UserFactory(security_administrator=True, password=PASSWORD)

    links = first_administrators(at=NOON)

    assert {link.role for link in links} == {SYSTEM_ADMINISTRATOR, AUDIT_ADMINISTRATOR}


def test_the_command_prints_a_link_for_each(county):
    out = StringIO()
    call_command("appoint_administrators", county=county.code, stdout=out)

    assert [f"{ROLES[role].name}（" in out.getvalue() for role in APART] == [True] * 3
    assert out.getvalue().count(f"{county.base_url}/welcome/") == 3
