"""The verbs of an assignment, of a department's own part, and of what goes to another body."""

from assignments.services.sharing import (
    add_material,
    attach,
    record_part,
    record_sharing,
    require_open,
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
    "attach",
    "decline",
    "fill_initials",
    "record_part",
    "record_sharing",
    "require_open",
    "share_part",
    "withdraw",
]
