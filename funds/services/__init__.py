"""The verbs of prepaid money."""

from funds.services.accounts import Opened, add_bank, move_account, open_account, reveal_number
from funds.services.contracts import Bought, register_contract, reveal_pupil
from funds.services.matching import book_lines, claim_line, undo_match
from funds.services.posting import Draft, Line, post, reverse
from funds.services.proving import prove_journal
from funds.services.statements import import_statement

__all__ = [
    "Bought",
    "Draft",
    "Line",
    "Opened",
    "add_bank",
    "book_lines",
    "claim_line",
    "import_statement",
    "move_account",
    "open_account",
    "post",
    "prove_journal",
    "register_contract",
    "reveal_number",
    "reveal_pupil",
    "reverse",
    "undo_match",
]
