"""The verbs of deadlines. Rooms above call them from their own verbs; nothing counts down."""

from deadlines.services.ending import cancel_deadline, meet_deadline
from deadlines.services.moving import extend_deadline, pause_deadline, resume_deadline
from deadlines.services.recomputing import recompute_deadlines
from deadlines.services.reminding import remind_of_deadlines
from deadlines.services.starting import give_deadline, start_deadline

__all__ = [
    "cancel_deadline",
    "extend_deadline",
    "give_deadline",
    "meet_deadline",
    "pause_deadline",
    "recompute_deadlines",
    "remind_of_deadlines",
    "resume_deadline",
    "start_deadline",
]
