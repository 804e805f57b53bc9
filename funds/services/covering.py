"""What orders under way will be paid from must stay where it is."""

from __future__ import annotations

from common.money import yuan
from funds.errors import OrdersNotCovered
from funds.models import FundAccount
from funds.queries.balances import held_in
from funds.queries.schoolcare import asked_from
from funds.states import BookCode


def require_orders_covered(account: FundAccount) -> None:
    """Each book that payouts under way name holds them all. Raises OrdersNotCovered.

    Asked after money was taken out of a book otherwise: the bank's line of an order must find
    its money, or no later line could be booked. An account of an institution has no payouts.
    """
    if account.school_id is None:
        return
    for code, asked in asked_from(account).items():
        if held_in(account, BookCode(code)) < asked:
            raise OrdersNotCovered(account=account, book=BookCode(code).label, asked=yuan(asked))
