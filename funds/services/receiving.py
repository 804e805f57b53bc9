"""A bank's file is taken in, or the refusal is kept: what was not taken must be seen too."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import localdate
from common.errors import Refusal
from funds.errors import (
    BankLineDiffers,
    MovementBarred,
    StatementElsewhere,
    StatementTorn,
    StatementUnreadable,
)
from funds.models import BankStatement, FundAccount, RefusedFile
from funds.services.posting import locked_account
from funds.services.statements import import_statement
from funds.statements import layouts, read_statement

KEPT = (BankLineDiffers, MovementBarred, StatementElsewhere, StatementTorn, StatementUnreadable)
"""Refusals that are about the file; who may not, or which account, is nobody's file."""


def receive_file(
    account_id: int, content: bytes, *, name: str, layout: str, by: User | None, at: datetime
) -> BankStatement | RefusedFile:
    """Take a file in as ``import_statement`` does; a refusal about the file is kept and returned.

    The same file refused again answers with the first refusal. When the days of a refused file
    come in another one, that one settles it.

    Raises NotFound, NotAllowed.
    """
    require(by, Permission.FUND_BOOK if by else None)
    try:
        with transaction.atomic():
            return import_statement(account_id, content, name=name, layout=layout, by=by, at=at)
    except KEPT as refusal:
        days = _days(content, layout, localdate(at))
        return _keep_refusal(account_id, content, refusal, name=name, days=days, by=by, at=at)


@transaction.atomic
def _keep_refusal(
    account_id: int,
    content: bytes,
    refusal: Refusal,
    *,
    name: str,
    days: tuple[date, date] | None,
    by: User | None,
    at: datetime,
) -> RefusedFile:
    account: FundAccount = locked_account(account_id)
    refused, is_new = RefusedFile.objects.get_or_create(
        account=account,
        digest=hashlib.sha256(content).hexdigest(),
        defaults={
            "name": name[:200],
            "code": refusal.code,
            "sentence": str(refusal)[:400],
            "first_day": days[0] if days else None,
            "last_day": days[1] if days else None,
            "refused_at": at,
        },
    )
    if is_new:
        record("bank_statement.refuse", refused, by=by, at=at, code=refusal.code)
    return refused


def _days(content: bytes, layout: str, today: date) -> tuple[date, date] | None:
    """First and last day of the lines that can be read, as far as days have come."""
    try:
        lines = read_statement(content, layouts()[layout]).lines
    except StatementUnreadable:
        return None
    days = [line.booked_on for line in lines if line.booked_on <= today]
    return (min(days), max(days)) if days else None
