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
from funds.queries.findings import findings_for
from funds.queries.interest import interest_shares
from funds.queries.reconciling import DayOfAccount, Reason, days_between, reasons_between

__all__ = [
    "DayOfAccount",
    "Exposed",
    "JournalSize",
    "Payout",
    "Reason",
    "balance",
    "balance_as_booked",
    "balance_as_valued",
    "books_of",
    "days_between",
    "drill",
    "figures_on",
    "findings_for",
    "held_for",
    "held_in",
    "interest_shares",
    "journal_size",
    "obstacles_to_closing",
    "payouts",
    "reasons_between",
    "with_paid",
]
