"""Confirmed addresses: encrypted, one in force per party, ended but never deleted."""

from datetime import date, timedelta

import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed
from serving.errors import AddressIncomplete, ConfirmationEnded
from serving.models import AddressConfirmation
from serving.queries import confirmation_of
from serving.services import PartyAddress, confirm_address, end_confirmation
from tests.factories.accounts import UserFactory
from tests.factories.documents import StoredFileFactory
from tests.factories.serving import PARTY, a_confirmation
from tests.times import DAY, NOON


def test_addresses_lie_encrypted_and_are_read_back(county):
    row = a_confirmation()

    assert row.addresses == {
        "address": PARTY.address,
        "phone": PARTY.phone,
        "electronic": PARTY.electronic,
    }
    stored = AddressConfirmation.objects.values_list("sealed", flat=True).get()
    assert not any(told in stored for told in (PARTY.address, PARTY.phone, PARTY.electronic))


def test_a_newer_confirmation_ends_the_one_before(county):
    old = a_confirmation(signed_on=date(2021, 11, 1))

    new = a_confirmation()

    old.refresh_from_db()
    assert (old.ended_on, old.ended_by) == (DAY, new.confirmed_by)
    assert confirmation_of(PARTY.key, date(2021, 11, 9)) == old
    assert confirmation_of(PARTY.key, DAY) == new


def test_a_confirmation_taken_back_holds_no_more_and_is_ended_once(county):
    row = a_confirmation(signed_on=date(2021, 11, 1))
    by = UserFactory(inspector=True)

    end_confirmation(row.pk, on=DAY, by=by, at=NOON)

    assert confirmation_of(PARTY.key, DAY) is None
    with pytest.raises(ConfirmationEnded, match="已于2021年11月10日失效"):
        end_confirmation(row.pk, on=DAY, by=by, at=NOON)


@pytest.mark.parametrize(
    ("party", "signed_on", "words"),
    [
        (PartyAddress(name="甲", key="k", address=" "), DAY, "送达地址"),
        (PartyAddress(name="甲", key="k", address="路1号"), DAY, "电子地址"),
        (PARTY, DAY + timedelta(days=1), "不晚于今天"),
    ],
)
def test_an_incomplete_confirmation_is_refused_and_nothing_is_kept(county, party, signed_on, words):
    by, file = UserFactory(inspector=True), StoredFileFactory()

    with pytest.raises(AddressIncomplete, match=words):
        confirm_address(
            party, signed_on=signed_on, signed_file=file, consents_electronic=True, by=by, at=NOON
        )

    assert not AddressConfirmation.objects.exists()


def test_who_may_not_serve_confirms_no_address(county):
    with pytest.raises(NotAllowed):
        confirm_address(
            PARTY,
            signed_on=DAY,
            signed_file=StoredFileFactory(),
            consents_electronic=False,
            by=UserFactory(partner_officer=True),
            at=NOON,
        )

    assert not AddressConfirmation.objects.exists()
    assert not AuditEvent.objects.filter(kind="address.confirm").exists()
