"""Addresses for service: confirmed with a signature, ended by a newer one or on request."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from django.db import IntegrityError, transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.ciphers import encrypt
from common.clock import chinese_date, localdate
from common.errors import BadInput, NotFound
from documents.models import StoredFile
from serving.errors import (
    AddressIncomplete,
    ConfirmationEnded,
    ConfirmationKnown,
    ConfirmationOlder,
    NoConsentToWithdraw,
)
from serving.models import AddressConfirmation

_REPLACED = "已由后签署的确认书替代"
_WITHDRAWN = "撤回电子送达的同意"


@dataclass(frozen=True, slots=True)
class PartyAddress:
    """What a party signed. ``key``: see ``serving.demands.party_key``."""

    name: str
    key: str
    address: str
    phone: str = ""
    electronic: str = ""


@transaction.atomic
def confirm_address(
    party: PartyAddress,
    *,
    signed_on: date,
    signed_file: StoredFile,
    consents_electronic: bool,
    by: User,
    at: datetime,
) -> AddressConfirmation:
    """Keep a signed confirmation (D40); the one before of the same party ends that day.

    Raises NotAllowed, AddressIncomplete, ConfirmationKnown, ConfirmationOlder; then nothing has
    changed.
    """
    require(by, Permission.NOTICE_SERVE)
    party = replace(party, name=party.name.strip(), key=party.key.strip())
    _require_whole(party, signed_on, consents_electronic, today=localdate(at))
    held = AddressConfirmation.objects.select_for_update(of=("self",)).of_party(party.key)
    for old in held.in_force():
        _require_newer(old, signed_on, signed_file)
        _end(old, on=signed_on, reason=_REPLACED, by=by, at=at)
    try:
        with transaction.atomic():
            return _keep(party, signed_on, signed_file, consents_electronic, by=by, at=at)
    except IntegrityError as error:  # another click was faster: one is in force per party
        raise ConfirmationKnown(party=party.name, day=chinese_date(signed_on)) from error


@transaction.atomic
def withdraw_consent(
    confirmation_id: int, *, received_on: date, letter: StoredFile, by: User, at: datetime
) -> AddressConfirmation:
    """The party takes its consent to electronic service back in writing; its addresses stay.

    Args:
        received_on: the day the letter came in; from that day on nothing is served that way.

    Raises NotAllowed, NotFound, ConfirmationEnded, NoConsentToWithdraw, BadInput.
    """
    require(by, Permission.NOTICE_SERVE)
    old = _standing(confirmation_id)
    if not old.consents_electronic:
        raise NoConsentToWithdraw()
    _require_time(old, received_on, today=localdate(at))
    told = old.addresses
    _end(old, on=received_on, reason=_WITHDRAWN, by=by, at=at)
    party = PartyAddress(old.party_name, old.party_key, told["address"], told["phone"])
    return _keep(party, received_on, letter, False, by=by, at=at)


@transaction.atomic
def end_confirmation(
    confirmation_id: int, *, on: date, reason: str, by: User, at: datetime
) -> None:
    """A confirmation holds no more from ``on``: taken back, or known to be wrong.

    Raises NotAllowed, NotFound, ConfirmationEnded, BadInput.
    """
    require(by, Permission.NOTICE_SERVE)
    row = _standing(confirmation_id)
    if not reason.strip():
        raise BadInput(sentence="请写明确认书失效的原因。")
    _require_time(row, on, today=localdate(at))
    _end(row, on=on, reason=reason.strip(), by=by, at=at)


@transaction.atomic
def reveal_addresses(
    confirmation_id: int, *, purpose: str, by: User, at: datetime
) -> dict[str, str]:
    """The addresses in clear, to whoever serves papers; the look and its purpose are on record.

    Raises NotAllowed, NotFound, BadInput, FieldKeyGone, FieldDamaged.
    """
    require(by, Permission.NOTICE_SERVE)
    row = AddressConfirmation.objects.filter(pk=confirmation_id).first()
    if row is None:
        raise NotFound(what="这份送达地址确认书")
    if not purpose.strip():
        raise BadInput(sentence="请写明查看地址的目的。")
    shown = row.addresses
    record("address.reveal", row, by=by, at=at, purpose=purpose.strip())
    return shown


def _standing(confirmation_id: int) -> AddressConfirmation:
    """Locked and in force. Raises NotFound, ConfirmationEnded."""
    held = AddressConfirmation.objects.select_for_update(of=("self",))
    row = held.filter(pk=confirmation_id).first()
    if row is None:
        raise NotFound(what="这份送达地址确认书")
    if row.ended_on is not None:
        raise ConfirmationEnded(day=chinese_date(row.ended_on))
    return row


def _keep(
    party: PartyAddress,
    signed_on: date,
    signed_file: StoredFile,
    consents_electronic: bool,
    *,
    by: User,
    at: datetime,
) -> AddressConfirmation:
    row = AddressConfirmation(
        party_name=party.name,
        party_key=party.key,
        key=uuid4(),
        consents_electronic=consents_electronic,
        signed_on=signed_on,
        signed_file=signed_file,
        confirmed_at=at,
        confirmed_by=by,
    )
    told = {"address": party.address, "phone": party.phone, "electronic": party.electronic}
    kept = {name: text.strip() for name, text in told.items()}
    row.sealed = encrypt(json.dumps(kept, ensure_ascii=False), purpose=row.purpose)
    row.save()
    record("address.confirm", row, by=by, at=at, electronic=consents_electronic)
    return row


def _end(row: AddressConfirmation, *, on: date, reason: str, by: User, at: datetime) -> None:
    row.ended_on, row.ended_at, row.ended_by, row.end_reason = on, at, by, reason
    row.save(update_fields=["ended_on", "ended_at", "ended_by", "end_reason"])
    record("address.end", row, by=by, at=at, ended_on=on.isoformat(), reason=reason)


def _require_newer(old: AddressConfirmation, signed_on: date, file: StoredFile) -> None:
    """Raises ConfirmationKnown, ConfirmationOlder."""
    day = chinese_date(old.signed_on)
    if old.signed_on == signed_on and old.signed_file_id == file.pk:
        raise ConfirmationKnown(party=old.party_name, day=day)
    if signed_on < old.signed_on:
        raise ConfirmationOlder(party=old.party_name, day=day)


def _require_time(row: AddressConfirmation, on: date, *, today: date) -> None:
    """Raises BadInput."""
    if not row.signed_on <= on <= today:
        signed = chinese_date(row.signed_on)
        raise BadInput(sentence=f"日期不能早于确认书的签署日期{signed}，也不能晚于今天。")


def _require_whole(party: PartyAddress, signed_on: date, consents: bool, *, today: date) -> None:
    needs = [
        (bool(party.name), "受送达人"),
        (bool(party.key), "统一社会信用代码或者案件中的当事人编号"),
        (bool(party.address.strip()), "送达地址"),
        (bool(party.electronic.strip()) or not consents, "同意电子送达的电子地址"),
        (signed_on <= today, "不晚于今天的签署日期"),
    ]
    if missing := [words for is_met, words in needs if not is_met]:
        raise AddressIncomplete(missing="、".join(missing))
