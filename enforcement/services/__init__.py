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
from enforcement.services.printing import print_many, print_paper, print_waiting
from enforcement.services.reinspecting import draw_up_reinspections
from enforcement.services.voiding import void_notice
from enforcement.services.withdrawal import draft_withdrawal

__all__ = [
    "DeliveryEvidence",
    "Limit",
    "approve_notice",
    "change_draft",
    "discard_draft",
    "draft_notice",
    "draft_withdrawal",
    "draw_up_reinspections",
    "endorse_notice",
    "extend_notice",
    "note_overdue",
    "print_many",
    "print_paper",
    "print_waiting",
    "record_answer",
    "reinspect",
    "return_notice",
    "serve_notice",
    "settle_due_dates",
    "submit_notice",
    "take_effect",
    "void_notice",
]
