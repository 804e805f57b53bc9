"""Opening a county that was stopped half-way goes on where it stopped."""

import pytest

from accounts.errors import AdministratorExists
from accounts.models import User
from accounts.services import accept_invitation
from operations.furnishing import first_administrator
from tests.conftest import PASSWORD
from tests.times import NOON


def test_a_second_call_sends_the_same_administrator_another_link(county):
    first_administrator("admin", full_name="管理员", at=NOON)
    link = first_administrator("admin", full_name="管理员", at=NOON)

    _, _, uid, token, _ = link.split("/")
    user = accept_invitation(uid, token, password=PASSWORD, at=NOON)
    assert list(User.objects.with_role("administrator")) == [user]


def test_an_administrator_who_signed_in_is_not_invited_again(county):
    _, _, uid, token, _ = first_administrator("admin", full_name="管理员", at=NOON).split("/")
    accept_invitation(uid, token, password=PASSWORD, at=NOON)

    with pytest.raises(AdministratorExists):
        first_administrator("admin", full_name="管理员", at=NOON)
