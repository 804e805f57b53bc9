"""The verbs of enforcement. Each takes the lock, asks permission, writes history."""

from enforcement.services.approval import (
    approve_notice,
    endorse_notice,
    return_notice,
    submit_notice,
)
from enforcement.services.delivery import DeliveryEvidence, serve_notice
from enforcement.services.drafting import Limit, change_draft, discard_draft, draft_notice
from enforcement.services.effect import take_effect
from enforcement.services.followup import (
    extend_notice,
    note_overdue,
    record_answer,
    reinspect,
    settle_due_dates,
)
from enforcement.services.handing import accept_arrival, refuse_arrival, take_handed_order
from enforcement.services.links import close_link, enter_link, open_link
from enforcement.services.outcomes import (
    propose_transfer,
    record_clue,
    withdraw_clue,
    withdraw_proposal,
)
from enforcement.services.pins import OpenedLink, judge_pin, new_link
from enforcement.services.printing import print_many, print_paper, print_waiting
from enforcement.services.reinspecting import draw_up_reinspections
from enforcement.services.releasing import (
    carry_orders,
    release_orders,
    return_unused,
    void_lost,
)
from enforcement.services.reporting import report_by_link
from enforcement.services.reviewing import review_visit
from enforcement.services.telling import draft_result
from enforcement.services.voiding import void_notice
from enforcement.services.withdrawal import draft_withdrawal

__all__ = [
    "DeliveryEvidence",
    "Limit",
    "accept_arrival",
    "OpenedLink",
    "judge_pin",
    "new_link",
    "approve_notice",
    "carry_orders",
    "change_draft",
    "close_link",
    "discard_draft",
    "draft_notice",
    "draft_result",
    "draft_withdrawal",
    "draw_up_reinspections",
    "endorse_notice",
    "enter_link",
    "extend_notice",
    "note_overdue",
    "open_link",
    "print_many",
    "print_paper",
    "print_waiting",
    "propose_transfer",
    "record_answer",
    "record_clue",
    "refuse_arrival",
    "reinspect",
    "release_orders",
    "report_by_link",
    "return_notice",
    "return_unused",
    "review_visit",
    "serve_notice",
    "settle_due_dates",
    "submit_notice",
    "take_effect",
    "take_handed_order",
    "void_lost",
    "void_notice",
    "withdraw_clue",
    "withdraw_proposal",
]
