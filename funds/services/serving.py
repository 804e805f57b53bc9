"""A bank's system is named, and what it sends is taken as a file of the bank."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import NotFound
from funds.errors import ServiceOfAnotherBank
from funds.models import Bank, BankService


@transaction.atomic
def name_service(bank_id: int, user_id: int, *, by: User, at: datetime) -> BankService:
    """From now on this service user speaks for the bank; the one before does not any more.

    Raises NotAllowed, NotFound, ServiceOfAnotherBank.
    """
    require(by, Permission.FUND_MANAGE)
    bank = Bank.objects.select_for_update().filter(pk=bank_id).first()
    user = User.objects.active().filter(pk=user_id, is_service=True).first()
    if bank is None or user is None or not user.has(Permission.BANK_EXCHANGE):
        raise NotFound(what="这家银行或者银行系统接口")
    other = BankService.objects.filter(user=user).exclude(bank=bank).first()
    if other is not None:
        raise ServiceOfAnotherBank(user=user, bank=other.bank)
    row = BankService.objects.filter(bank=bank).first()
    if row is not None and row.user_id == user.pk:
        return row
    was = row.user.full_name if row else ""
    row = row or BankService(bank=bank)
    row.user, row.named_at, row.named_by = user, at, by
    row.save()
    record("bank.name_service", bank, by=by, at=at, was=was, now=user.full_name)
    return row
