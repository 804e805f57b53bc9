"""The verbs of prepaid money."""

from funds.services.accounts import Opened, add_bank, move_account, open_account, reveal_number
from funds.services.contracts import Bought, register_contract, reveal_pupil, reveal_pupils
from funds.services.matching import book_lines, book_waiting, claim_line, undo_match
from funds.services.ordering import (
    RefundSaid,
    approve_order,
    approve_orders,
    check_order,
    check_orders,
    propose_refund,
    propose_release,
    refuse_order,
)
from funds.services.paying import Exported, export_orders, take_payment_file
from funds.services.posting import Draft, Line, post, reverse
from funds.services.proving import prove_journal
from funds.services.settling import propose_settlement, settle_institution
from funds.services.statements import import_statement
from funds.services.teaching import Held, answer_lesson, deem_lessons, record_lesson
from funds.services.watching import close_alert, handle_alert, watch_account, watch_accounts

__all__ = [
    "Bought",
    "Draft",
    "Exported",
    "Held",
    "Line",
    "Opened",
    "RefundSaid",
    "add_bank",
    "answer_lesson",
    "approve_order",
    "approve_orders",
    "book_lines",
    "book_waiting",
    "check_order",
    "check_orders",
    "claim_line",
    "close_alert",
    "deem_lessons",
    "export_orders",
    "handle_alert",
    "import_statement",
    "move_account",
    "open_account",
    "post",
    "propose_refund",
    "propose_release",
    "propose_settlement",
    "prove_journal",
    "record_lesson",
    "refuse_order",
    "register_contract",
    "reveal_number",
    "reveal_pupil",
    "reveal_pupils",
    "reverse",
    "settle_institution",
    "take_payment_file",
    "undo_match",
    "watch_account",
    "watch_accounts",
]
