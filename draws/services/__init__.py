"""The verbs of planning and drawing, one module per part of the work."""

from draws.services.drawing import redraw_officer
from draws.services.preparing import DrawWish, cancel_draw, freeze_list, prepare_draw
from draws.services.publishing import publish_draw, publish_due
from draws.services.recusals import declare_recusal, end_recusal
from draws.services.seeds import commit_secret, enter_value, reveal_secret

__all__ = [
    "DrawWish",
    "cancel_draw",
    "commit_secret",
    "declare_recusal",
    "end_recusal",
    "enter_value",
    "freeze_list",
    "prepare_draw",
    "publish_draw",
    "publish_due",
    "redraw_officer",
    "reveal_secret",
]
