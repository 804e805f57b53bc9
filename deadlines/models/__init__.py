"""Deadlines and all that moved them."""

from deadlines.models.deadlines import Deadline, DeadlineQuerySet
from deadlines.models.traces import DeadlineChange, DeadlineExtension, DeadlinePause, Reminder

__all__ = [
    "Deadline",
    "DeadlineChange",
    "DeadlineExtension",
    "DeadlinePause",
    "DeadlineQuerySet",
    "Reminder",
]
