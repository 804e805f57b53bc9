"""Each contract's part of the interest that an account was paid. Fen."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

from funds.models import FundAccount, Leg
from funds.rules.interest import Moved, interest_of
from funds.states import BookCode, EntryKind

HOLDERS = (BookCode.PUPIL, BookCode.REFUND, BookCode.RELEASABLE)
OF_THE_INSTITUTION = None
"""The key of what the institution had earned and not been paid yet."""


def interest_shares(account: FundAccount, last: date) -> dict[int | None, int]:
    """What has come to each contract by a day, and to the institution; two queries.

    Each payment is shared over the days since the one before it, the first since the account
    was opened. The shares of a payment sum to it exactly.
    """
    held = _held(account, last)
    shares: Counter[int | None] = Counter()
    begins = account.opened_on
    for paid_on, fen in _paid(account, last):
        ends = paid_on - timedelta(days=1)
        if fen > 0 and ends >= begins:
            shares.update(interest_of(fen, held, begins, ends))
        begins = paid_on
    return dict(shares)


def _paid(account: FundAccount, last: date) -> list[tuple[date, int]]:
    """Payments of interest that stand, the earliest first."""
    rows = Leg.objects.filter(
        account=account,
        book__code=BookCode.BANK,
        entry__kind=EntryKind.INTEREST,
        entry__reversed_by__isnull=True,
        value_on__lte=last,
    )
    return list(rows.order_by("value_on", "version").values_list("value_on", "amount_fen"))


def _held(account: FundAccount, last: date) -> dict[int | None, list[Moved]]:
    """Movements of what is owed, by contract. Both legs of a reversal are in it and cancel."""
    rows = Leg.objects.filter(account=account, book__code__in=HOLDERS, value_on__lte=last)
    found: dict[int | None, list[Moved]] = defaultdict(list)
    for contract, on, fen in rows.values_list("book__contract", "value_on", "amount_fen"):
        found[contract].append(Moved(on, -fen))
    return found
