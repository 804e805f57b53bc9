"""The verbs of prepaid money."""

from funds.services.accounts import (
    Opened,
    add_bank,
    move_account,
    open_account,
    open_school_account,
    reveal_number,
)
from funds.services.contracts import (
    Bought,
    register_contract,
    register_contracts,
    reveal_pupil,
    reveal_pupils,
)
from funds.services.finding import (
    close_finding,
    examine_account,
    examine_accounts,
    examine_booked,
    handle_finding,
)
from funds.services.matching import book_lines, book_waiting, claim_line, place_line, undo_match
from funds.services.ordering import (
    PayoutSaid,
    RefundSaid,
    approve_order,
    approve_orders,
    check_order,
    check_orders,
    propose_payout,
    propose_refund,
    propose_release,
    refuse_order,
)
from funds.services.paying import Exported, export_orders, take_payment_file
from funds.services.posting import Draft, Line, post, reverse
from funds.services.proving import prove_journal
from funds.services.receiving import receive_file
from funds.services.schoolcare import (
    Attended,
    Came,
    Priced,
    record_attendance,
    register_school,
    set_school_price,
    withdraw_attendance,
)
from funds.services.serving import name_service
from funds.services.settling import propose_settlement, settle_institution
from funds.services.statements import import_statement
from funds.services.tasking import ask_about_alert, ask_about_finding, hand_out, responsible_for
from funds.services.teaching import Held, answer_lesson, deem_lessons, record_lesson
from funds.services.telling import FeeTold, record_outside_fee, record_stop, sweep_fee
from funds.services.watching import close_alert, handle_alert, watch_account, watch_accounts

__all__ = [
    "Attended",
    "Bought",
    "Came",
    "Draft",
    "Exported",
    "FeeTold",
    "Held",
    "Line",
    "Opened",
    "PayoutSaid",
    "Priced",
    "RefundSaid",
    "add_bank",
    "answer_lesson",
    "approve_order",
    "approve_orders",
    "ask_about_alert",
    "ask_about_finding",
    "book_lines",
    "book_waiting",
    "check_order",
    "check_orders",
    "claim_line",
    "close_alert",
    "close_finding",
    "deem_lessons",
    "export_orders",
    "examine_account",
    "examine_accounts",
    "examine_booked",
    "hand_out",
    "handle_alert",
    "handle_finding",
    "import_statement",
    "move_account",
    "name_service",
    "open_account",
    "open_school_account",
    "place_line",
    "post",
    "propose_payout",
    "propose_refund",
    "propose_release",
    "propose_settlement",
    "prove_journal",
    "receive_file",
    "record_attendance",
    "record_lesson",
    "record_outside_fee",
    "record_stop",
    "refuse_order",
    "register_contract",
    "register_contracts",
    "register_school",
    "responsible_for",
    "reveal_number",
    "reveal_pupil",
    "reveal_pupils",
    "reverse",
    "set_school_price",
    "settle_institution",
    "take_payment_file",
    "sweep_fee",
    "undo_match",
    "watch_account",
    "watch_accounts",
    "withdraw_attendance",
]
