"""Banks, and the life of a supervised account."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.ciphers import encrypt
from common.clock import localdate
from common.errors import NotFound
from funds.digests import digest_of
from funds.errors import (
    AccountKnown,
    AccountNotEmpty,
    AccountNumberWrong,
    MoveWordsMissing,
    PurposeMissing,
)
from funds.models import Bank, FundAccount, School
from funds.models.accounts import TAIL
from funds.queries import obstacles_to_closing
from funds.services.posting import locked_account
from funds.states import ACCOUNT, OF_INSTITUTIONS, AccountKind, AccountState
from institutions.models import Institution

_NUMBER = re.compile(r"[0-9]{8,32}")


@dataclass(frozen=True, slots=True)
class Opened:
    """What the agreement with the bank says of a new account."""

    kind: AccountKind
    number: str
    opened_on: date
    own_minimum_fen: int | None = None


@transaction.atomic
def add_bank(code: str, name: str, *, by: User, at: datetime) -> Bank:
    """Put a bank on the county's list; the same again is no change."""
    require(by, Permission.FUND_MANAGE)
    bank, is_new = Bank.objects.get_or_create(code=code, defaults={"name": name})
    if is_new:
        record("bank.add", bank, by=by, at=at)
    return bank


@transaction.atomic
def open_account(
    institution_id: int, bank_id: int, said: Opened, *, by: User, at: datetime
) -> FundAccount:
    """Put an institution's supervised account on record.

    Raises:
        AccountNumberWrong, AccountKnown, NotFound, NotAllowed: then nothing was written.
    """
    require(by, Permission.FUND_MANAGE)
    if said.kind not in OF_INSTITUTIONS:
        raise NotFound(what="机构的这类账户")
    institution = Institution.objects.select_for_update().filter(pk=institution_id).first()
    if institution is None:
        raise NotFound(what="机构")
    return _open(bank_id, said, {"institution": institution}, by=by, at=at)


@transaction.atomic
def open_school_account(
    school_id: int, bank_id: int, said: Opened, *, by: User, at: datetime
) -> FundAccount:
    """Put a school's account for after-school money on record; refuses as ``open_account`` does."""
    require(by, Permission.FUND_MANAGE)
    school = School.objects.select_for_update().filter(pk=school_id).first()
    if school is None or said.kind != AccountKind.SCHOOLCARE:
        raise NotFound(what="学校")
    return _open(bank_id, said, {"school": school}, by=by, at=at)


def _open(
    bank_id: int,
    said: Opened,
    holder: dict[str, Institution | School],
    *,
    by: User,
    at: datetime,
) -> FundAccount:
    number = re.sub(r"[\s-]", "", said.number)
    if not _NUMBER.fullmatch(number):
        raise AccountNumberWrong(given=said.number)
    bank = Bank.objects.filter(pk=bank_id).first()
    if bank is None:
        raise NotFound(what="银行")
    digest, key = digest_of("account", number), uuid.uuid4()
    _require_new(holder, said.kind, digest)
    account = FundAccount.objects.create(
        **holder,
        bank=bank,
        kind=said.kind,
        key=key,
        number_sealed=encrypt(number, purpose=f"fund-account/{key}"),
        number_digest=digest,
        number_tail=number[-TAIL:],
        own_minimum_fen=said.own_minimum_fen,
        opened_on=said.opened_on,
    )
    record("fund_account.open", account, by=by, at=at, bank=bank.code)
    return account


@transaction.atomic
def move_account(
    account_id: int, action: str, *, reason: str, by: User, at: datetime
) -> FundAccount:
    """Watch, freeze, settle or close an account: the moves of ``states.ACCOUNT``.

    Raises NotFound, NotAllowed, WrongState, MoveWordsMissing; AccountNotEmpty when money or
    lessons are left.
    """
    account = locked_account(account_id)
    if not reason.strip():
        raise MoveWordsMissing(account=account)
    ACCOUNT.apply(account, action, by=by, at=at, reason=reason)
    if account.state == AccountState.CLOSED:
        left = obstacles_to_closing(account)
        if left:
            raise AccountNotEmpty(account=account, left="、".join(str(one.label) for one in left))
        account.closed_on = localdate(at)
    account.save(update_fields=["state", "closed_on"])
    return account


@transaction.atomic
def reveal_number(account_id: int, *, purpose: str, by: User, at: datetime) -> str:
    """The account number in clear; the look and its purpose are recorded, the number is not.

    Raises NotFound, NotAllowed, PurposeMissing.
    """
    require(by, Permission.FUND_MANAGE)
    account = locked_account(account_id)
    if not purpose.strip():
        raise PurposeMissing(thing=account, what="账号")
    record("fund_account.reveal", account, by=by, at=at, purpose=purpose.strip())
    return account.number


def _require_new(holder: dict[str, Institution | School], kind: AccountKind, digest: str) -> None:
    if FundAccount.objects.filter(number_digest=digest).exists():
        raise AccountKnown(what="该账号已经登记")
    if FundAccount.objects.filter(**holder, kind=kind, closed_on__isnull=True).exists():
        (name,) = holder.values()
        raise AccountKnown(what=f"{name}已有正在使用的{AccountKind(kind).label}")
