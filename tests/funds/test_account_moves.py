"""The life of an account: each move by who may, with words, and nothing otherwise."""

from __future__ import annotations

import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed
from funds.errors import MoveWordsMissing
from funds.models import FundAccount
from funds.services import move_account
from tests.factories import funds
from tests.factories.accounts import UserFactory
from tests.times import NOON

pytestmark = pytest.mark.django_db


def test_a_move_without_words_or_without_the_right_changes_nothing(county):
    keeper, head = funds.supervisor(), UserFactory(section_head=True)
    account = funds.account(keeper)

    with pytest.raises(MoveWordsMissing):
        move_account(account.pk, "freeze", reason=" ", by=head, at=NOON)
    with pytest.raises(NotAllowed):
        move_account(account.pk, "freeze", reason="失联", by=keeper, at=NOON)

    assert FundAccount.objects.get().state == "open"
    assert not AuditEvent.objects.filter(kind="fund_account.freeze").exists()
