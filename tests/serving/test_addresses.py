"""Confirmed addresses: encrypted, one in force per party, ended but never deleted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed
from serving.errors import (
    AddressIncomplete,
    ConfirmationEnded,
    ConfirmationKnown,
    ConfirmationOlder,
    NoConsentToWithdraw,
)
from serving.models import AddressConfirmation
from serving.queries import confirmation_of
from serving.services import (
    PartyAddress,
    confirm_address,
    end_confirmation,
    reveal_addresses,
    withdraw_consent,
)
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

    end_confirmation(row.pk, on=DAY, reason="当事人书面撤回", by=by, at=NOON)

    assert confirmation_of(PARTY.key, DAY) is None
    with pytest.raises(ConfirmationEnded, match="已于2021年11月10日失效"):
        end_confirmation(row.pk, on=DAY, reason="再次撤回", by=by, at=NOON)
    row.refresh_from_db()
    assert row.end_reason == "当事人书面撤回"


@pytest.mark.parametrize(
    ("on", "reason"),
    [
        (DAY + timedelta(days=1), "撤回"),
        (date(2021, 10, 31), "撤回"),
        (DAY, " "),
    ],
)
def test_an_end_without_its_reason_or_on_a_day_that_cannot_be_is_refused(county, on, reason):
    row = a_confirmation(signed_on=date(2021, 11, 1))

    with pytest.raises(BadInput):
        end_confirmation(row.pk, on=on, reason=reason, by=UserFactory(inspector=True), at=NOON)

    row.refresh_from_db()
    assert row.ended_on is None


def test_the_same_sheet_is_entered_once(county):
    row = a_confirmation()

    with pytest.raises(ConfirmationKnown, match="已经登记"):
        a_confirmation(signed_file=row.signed_file)

    assert AddressConfirmation.objects.get().ended_on is None


def test_an_older_sheet_does_not_end_a_newer_one(county):
    a_confirmation()

    with pytest.raises(ConfirmationOlder, match="更早签署的不能取代它"):
        a_confirmation(signed_on=date(2021, 11, 1))

    assert AddressConfirmation.objects.get().ended_on is None


def test_spaces_around_the_key_make_no_second_party(county):
    old = a_confirmation(signed_on=date(2021, 11, 1))

    a_confirmation(replace(PARTY, key=f" {PARTY.key} "))

    old.refresh_from_db()
    assert old.ended_on == DAY


def test_a_consent_is_taken_back_and_the_addresses_stay(county):
    old, letter = a_confirmation(signed_on=date(2021, 11, 1)), StoredFileFactory()
    by = UserFactory(inspector=True)

    new = withdraw_consent(old.pk, received_on=DAY, letter=letter, by=by, at=NOON)

    old.refresh_from_db()
    assert (old.ended_on, old.end_reason) == (DAY, "撤回电子送达的同意")
    assert (new.signed_file, new.consents_electronic) == (letter, False)
    assert new.addresses == {"address": PARTY.address, "phone": PARTY.phone, "electronic": ""}
    with pytest.raises(ConfirmationEnded):
        withdraw_consent(old.pk, received_on=DAY, letter=letter, by=by, at=NOON)
    with pytest.raises(NoConsentToWithdraw):
        withdraw_consent(new.pk, received_on=DAY, letter=letter, by=by, at=NOON)


def test_a_look_at_addresses_is_on_record_with_its_purpose(county):
    row, by = a_confirmation(), UserFactory(inspector=True)

    assert reveal_addresses(row.pk, purpose="上门送达", by=by, at=NOON) == row.addresses

    event = AuditEvent.objects.get(kind="address.reveal")
    assert event.facts["purpose"] == "上门送达"
    assert PARTY.phone not in str(event.facts)


def test_nobody_looks_without_a_purpose_or_a_right(county):
    row = a_confirmation()

    with pytest.raises(BadInput):
        reveal_addresses(row.pk, purpose=" ", by=UserFactory(inspector=True), at=NOON)
    with pytest.raises(NotAllowed):
        reveal_addresses(row.pk, purpose="好奇", by=UserFactory(bureau_head=True), at=NOON)

    assert not AuditEvent.objects.filter(kind="address.reveal").exists()


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"end_reason": "撤回"}, "confirmation_ended_says_why"),
        ({"party_key": ""}, "confirmation_names_its_party"),
    ],
)
def test_the_database_keeps_what_a_confirmation_says(county, facts, rule):
    a_confirmation()

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        AddressConfirmation.objects.update(**facts)


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
