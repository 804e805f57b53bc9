"""The stock of spare schemas, kept by the scheduler and by a command."""

from __future__ import annotations

from datetime import datetime

from operations.county_template import county_template
from tenants.spares import Stock, keep_spares


def fill_stock(count: int, *, at: datetime) -> Stock:
    """Have ``count`` spares of this release ready; the template is made first if it is absent.

    Raises PgToolFailed.
    """
    return keep_spares(county_template(at=at), count=count, at=at)
