"""Addresses for service: confirmed with a signature, ended by a newer one or on request."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.ciphers import encrypt
from common.clock import chinese_date, localdate
from common.errors import NotFound
from documents.models import StoredFile
from serving.errors import AddressIncomplete, ConfirmationEnded
from serving.models import AddressConfirmation


@dataclass(frozen=True, slots=True)
class PartyAddress:
    """What a party signed. ``key``: the credit code, or what the case knows a person by."""

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

    Raises NotAllowed, AddressIncomplete; then nothing has changed.
    """
    require(by, Permission.NOTICE_SERVE)
    _require_whole(party, signed_on, consents_electronic, today=localdate(at))
    held = AddressConfirmation.objects.select_for_update().filter(
        party_key=party.key, ended_on__isnull=True
    )
    for old in held:
        _end(old, on=max(signed_on, old.signed_on), by=by, at=at)
    row = AddressConfirmation(
        party_name=party.name.strip(),
        party_key=party.key.strip(),
        key=uuid4(),
        consents_electronic=consents_electronic,
        signed_on=signed_on,
        signed_file=signed_file,
        confirmed_at=at,
        confirmed_by=by,
    )
    told = {"address": party.address, "phone": party.phone, "electronic": party.electronic}
    row.sealed = encrypt(json.dumps(told, ensure_ascii=False), purpose=row.purpose)
    row.save()
    record("address.confirm", row, by=by, at=at, electronic=consents_electronic)
    return row


@transaction.atomic
def end_confirmation(confirmation_id: int, *, on: date, by: User, at: datetime) -> None:
    """The party takes its confirmation back; from ``on`` it holds no more.

    Raises NotAllowed, NotFound, ConfirmationEnded.
    """
    require(by, Permission.NOTICE_SERVE)
    rows = AddressConfirmation.objects.select_for_update().filter(pk=confirmation_id)
    row = rows.first()
    if row is None:
        raise NotFound(what="这份送达地址确认书")
    if row.ended_on is not None:
        raise ConfirmationEnded(day=chinese_date(row.ended_on))
    _end(row, on=max(on, row.signed_on), by=by, at=at)


def _end(row: AddressConfirmation, *, on: date, by: User, at: datetime) -> None:
    row.ended_on, row.ended_at, row.ended_by = on, at, by
    row.save(update_fields=["ended_on", "ended_at", "ended_by"])
    record("address.end", row, by=by, at=at, ended_on=on.isoformat())


def _require_whole(party: PartyAddress, signed_on: date, consents: bool, *, today: date) -> None:
    needs = [
        (bool(party.name.strip()), "受送达人"),
        (bool(party.key.strip()), "统一社会信用代码或者案件中的当事人编号"),
        (bool(party.address.strip()), "送达地址"),
        (bool(party.electronic.strip()) or not consents, "同意电子送达的电子地址"),
        (signed_on <= today, "不晚于今天的签署日期"),
    ]
    if missing := [words for is_met, words in needs if not is_met]:
        raise AddressIncomplete(missing="、".join(missing))
