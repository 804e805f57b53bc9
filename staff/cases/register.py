"""Every act on a case, in the order in which a page offers them."""

from __future__ import annotations

from staff.cases.acts import Act
from staff.cases.acts_after import AFTER
from staff.cases.acts_early import BEGINNING, PROVING
from staff.cases.acts_ending import ENDING
from staff.cases.acts_late import DECIDING, TELLING

ACTS: tuple[Act, ...] = (*BEGINNING, *PROVING, *TELLING, *DECIDING, *AFTER, *ENDING)
BY_SLUG = {act.slug: act for act in ACTS}
