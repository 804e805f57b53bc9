"""The verbs of an assignment, of a department's own part, and of what goes to another body."""

from assignments.services.sharing import (
    add_material,
    record_part,
    record_sharing,
    share_part,
)
from assignments.services.working import (
    Within,
    accept,
    answer,
    ask,
    decline,
    fill_initials,
    withdraw,
)

__all__ = [
    "Within",
    "accept",
    "add_material",
    "answer",
    "ask",
    "decline",
    "fill_initials",
    "record_part",
    "record_sharing",
    "share_part",
    "withdraw",
]
