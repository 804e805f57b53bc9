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
    totals_of,
)
from funds.queries.board import BoardLine, Cell, board
from funds.queries.contracts import with_paid
from funds.queries.failure import Exposed, Payout, drill, payouts
from funds.queries.figures import figures_on
from funds.queries.overview import AccountLine, CountyFunds, account_lines, county_funds
from funds.queries.past import DayEnd, PastBalance, balances_on, day_ends
from funds.queries.streams import Streams, streams_of
from funds.queries.suspense import Suggestion, suggestions_for
from funds.queries.visible import (
    accounts_for,
    alerts_for,
    contract_of_order,
    entries_for,
    lines_for,
    proofs_for,
    statements_for,
    suspense_for,
)
from funds.statements.layouts import layouts

__all__ = [
    "AccountLine",
    "BoardLine",
    "Cell",
    "CountyFunds",
    "DayEnd",
    "Exposed",
    "JournalSize",
    "PastBalance",
    "Payout",
    "Streams",
    "Suggestion",
    "account_lines",
    "accounts_for",
    "alerts_for",
    "balance",
    "balance_as_booked",
    "balance_as_valued",
    "balances_on",
    "board",
    "books_of",
    "contract_of_order",
    "county_funds",
    "day_ends",
    "drill",
    "entries_for",
    "figures_on",
    "held_for",
    "held_in",
    "journal_size",
    "layouts",
    "lines_for",
    "obstacles_to_closing",
    "payouts",
    "proofs_for",
    "statements_for",
    "streams_of",
    "suggestions_for",
    "suspense_for",
    "totals_of",
    "with_paid",
]
