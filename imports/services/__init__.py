"""The verbs about lists."""

from imports.services.reading import read_list
from imports.services.starting import MOST_MB, continue_lists, discard_list, start_list, take_list
from imports.services.taking import take_rows

__all__ = [
    "MOST_MB",
    "continue_lists",
    "discard_list",
    "read_list",
    "start_list",
    "take_list",
    "take_rows",
]
