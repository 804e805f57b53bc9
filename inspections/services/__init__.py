"""The verbs of inspections, one module per part of the work."""

from inspections.records import AnswerIn, FindingIn, PhotoIn, VerdictIn, VisitRecord
from inspections.services.campaigns import add_target, note_outcome, open_campaign
from inspections.services.checklists import load_checklists
from inspections.services.drawing_up import draw_up_reinspection
from inspections.services.exchanging import exchange_officer
from inspections.services.findings import route_finding
from inspections.services.listing import (
    list_problem,
    move_deadline,
    note_progress,
    strike_off,
    take_down,
)
from inspections.services.photos import add_photo
from inspections.services.recording import record_visit
from inspections.services.target_lists import Added, add_targets
from inspections.services.visits import (
    approve_visit,
    cancel_visit,
    confirm_visit,
    plan_visit,
    void_visit,
    widen_visit,
)

__all__ = [
    "Added",
    "AnswerIn",
    "FindingIn",
    "PhotoIn",
    "VerdictIn",
    "VisitRecord",
    "add_photo",
    "add_target",
    "add_targets",
    "approve_visit",
    "cancel_visit",
    "confirm_visit",
    "draw_up_reinspection",
    "list_problem",
    "exchange_officer",
    "load_checklists",
    "move_deadline",
    "note_outcome",
    "note_progress",
    "open_campaign",
    "plan_visit",
    "record_visit",
    "route_finding",
    "strike_off",
    "take_down",
    "void_visit",
    "widen_visit",
]
