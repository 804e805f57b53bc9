"""The verbs of planning and drawing, one module per part of the work."""

from draws.services.arranging import arrange_visits
from draws.services.drawing import redraw_officer
from draws.services.matters import end_matter, note_other_visit, publish_matter
from draws.services.planning import (
    PlanWish,
    approve_inspection,
    merge_into,
    plan_inspection,
    plan_or_merge,
)
from draws.services.preparing import DrawWish, cancel_draw, freeze_list, prepare_draw
from draws.services.printing import print_paper, print_waiting
from draws.services.publishing import publish_draw, publish_due
from draws.services.recusals import declare_recusal, end_recusal, require_no_recusal
from draws.services.seeds import commit_secret, enter_value, reveal_secret

__all__ = [
    "DrawWish",
    "PlanWish",
    "approve_inspection",
    "arrange_visits",
    "cancel_draw",
    "commit_secret",
    "declare_recusal",
    "end_matter",
    "end_recusal",
    "enter_value",
    "freeze_list",
    "merge_into",
    "note_other_visit",
    "plan_inspection",
    "plan_or_merge",
    "prepare_draw",
    "print_paper",
    "print_waiting",
    "publish_draw",
    "publish_due",
    "publish_matter",
    "redraw_officer",
    "require_no_recusal",
    "reveal_secret",
]
