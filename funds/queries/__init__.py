"""Reads of prepaid money for others."""

from funds.queries.balances import (
    JournalSize,
    balance,
    balance_as_booked,
    balance_as_valued,
    books_of,
    held_for,
    held_in,
    journal_size,
    obstacles_to_closing,
)
from funds.queries.contracts import with_paid
from funds.queries.failure import Exposed, Payout, drill, payouts
from funds.queries.figures import figures_on

__all__ = [
    "Exposed",
    "JournalSize",
    "Payout",
    "balance",
    "balance_as_booked",
    "balance_as_valued",
    "books_of",
    "drill",
    "figures_on",
    "held_for",
    "held_in",
    "journal_size",
    "obstacles_to_closing",
    "payouts",
    "with_paid",
]
