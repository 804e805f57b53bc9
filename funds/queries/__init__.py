"""Reads of prepaid money for others."""

from funds.queries.balances import (
    balance,
    balance_as_booked,
    balance_as_valued,
    books_of,
    obstacles_to_closing,
)

__all__ = [
    "balance",
    "balance_as_booked",
    "balance_as_valued",
    "books_of",
    "obstacles_to_closing",
]
