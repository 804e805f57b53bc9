"""What Django asks before it joins two rows."""

from __future__ import annotations

from typing import Any

from tenants.models import CountyModel


class OneCountyRouter:
    """A row of one county is never tied to a row of another.

    Keys start at 1 in each county, so a department read next door would be stored as this
    county's department of the same number.
    """

    def allow_relation(self, value: Any, row: Any, **hints: Any) -> None:
        """Django asks when a foreign key is set. None leaves the answer to the next router."""
        if isinstance(value, CountyModel):
            value.require_here()
