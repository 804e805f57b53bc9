"""An institution stopped: its accounts are settled, and what is there is shared among pupils."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Sum

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from common.errors import NotFound
from common.money import yuan
from funds.errors import FundReasonMissing, NothingToShare
from funds.models import FundAccount, PaymentOrder
from funds.queries.balances import books_of
from funds.rules.shares import share_out
from funds.services.accounts import move_account
from funds.services.ordering import OPEN, RefundSaid, propose_refund
from funds.services.posting import locked_account, locked_of_institution
from funds.states import (
    ACCOUNT,
    SETTLEMENT_REASON,
    AccountState,
    BookCode,
    OrderKind,
    OrderState,
    RefundCause,
)


@transaction.atomic
def settle_institution(
    institution_id: int, *, reason: str, by: User, at: datetime
) -> list[FundAccount]:
    """Put every account of an institution that stopped into settlement; those that are, stay.

    Returns:
        The accounts that were moved; none the second time.

    Raises FundReasonMissing, NotFound, NotAllowed.
    """
    require(by, Permission.FUND_APPROVE)
    if not reason.strip():
        raise FundReasonMissing(step="转入清算")
    rows = FundAccount.objects.filter(institution=institution_id).exclude(state=AccountState.CLOSED)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise NotFound(what="这家机构未销户的监管账户")
    held = [locked_account(pk) for pk in keys]
    moving = [one for one in held if one.state in ACCOUNT.moves["settle"].sources]
    return [move_account(one.pk, "settle", reason=reason.strip(), by=by, at=at) for one in moving]


@transaction.atomic
def propose_settlement(account_id: int, *, by: User, at: datetime) -> list[PaymentOrder]:
    """Ask that what a settled account holds go back to its pupils, in proportion, to the fen.

    What was approved before and what is on the way is paid first and not shared again; so the
    second time finds nothing unless money came in.

    Raises:
        NothingToShare, NotFound, NotAllowed, and what a refund is refused for: then nothing
            was proposed.

    Source: 民办教育促进法 art. 59: pupils come first; inside the class in proportion [choice].
    """
    require(by, Permission.FUND_BOOK)
    account = locked_of_institution(account_id)
    if account.state != AccountState.SETTLING:
        raise NotFound(what="处于清算状态的监管账户")
    asked = _asked(account)
    held: dict[str, int] = {}
    claims: dict[int, int] = {}
    for code, contract_id, amount in books_of(account).values_list(
        "code", "contract", F("balance_fen")
    ):
        held[code] = held.get(code, 0) - amount
        if code == BookCode.PUPIL and -amount > asked.get(contract_id, 0):
            claims[contract_id] = -amount - asked.get(contract_id, 0)
    free = -held.get(BookCode.BANK, 0) - held.get(BookCode.REFUND, 0) - sum(asked.values())
    free -= _at_the_bank(account)
    if free <= 0 or not claims:
        owed = yuan(sum(claims.values()))
        raise NothingToShare(account=account, free=yuan(max(0, free)), owed=owed)
    return [
        propose_refund(
            contract_id,
            RefundSaid(share, RefundCause.INSTITUTION, SETTLEMENT_REASON),
            by=by,
            at=at,
        )
        for contract_id, share in share_out(free, claims).items()
        if share
    ]


def _at_the_bank(account: FundAccount) -> int:
    """Fen of releases that went to the bank before and will still be paid."""
    rows = account.orders.filter(kind=OrderKind.RELEASE, state=OrderState.EXPORTED)
    total: int | None = rows.aggregate(total=Sum("amount_fen"))["total"]
    return total or 0


def _asked(account: FundAccount) -> dict[int, int]:
    """Fen of each contract that an order asks for which nobody has approved yet."""
    rows = account.orders.filter(kind=OrderKind.REFUND, state__in=OPEN)
    found: dict[int, int] = {}
    for contract_id, amount in rows.values_list("contract", "amount_fen"):
        found[contract_id] = found.get(contract_id, 0) + amount
    return found
