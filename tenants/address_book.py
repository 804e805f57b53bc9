"""Which county answers at a host name, kept in the process for some seconds.

Asking the database for each request was the greatest part of what counties cost (measured:
1.2 to 2.2 ms of a request; kept, 0.1 to 0.5 ms). What is kept may be old by YUJIAN_COUNTY_CACHE_S:
a page may still be *read* that long in a county which another process has just closed. Whatever
changes something looks itself: see ``county_at``, and ``tenants.celery`` for tasks.
"""

from __future__ import annotations

import copy
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction

from tenants import release

if TYPE_CHECKING:
    from tenants.models import County

_Rows = tuple[Any, ...]
_KEPT: dict[str, _Kept] = {}  # by host name
# Where the county's row lies and which transaction wrote it: the same until somebody changes it.
# It costs a fifth of reading the row. The names are qualified, so any search path will do.
_ROWS = """
SELECT county.ctid, county.xmin
FROM public.tenants_domain AS address
JOIN public.tenants_county AS county ON county.id = address.tenant_id
WHERE address.domain = %s
"""


class _Kept(NamedTuple):
    """A county, the moment it goes stale, and which row it was read from, where that was asked."""

    until: float
    county: County
    rows: _Rows | None = None


def county_at(hostname: str, *, fresh: bool = False) -> County | None:
    """The county of this address, or None. ``fresh`` asks the database whatever is kept.

    The row comes without its boundary, which is large and read by two pages only; Django
    fetches it when it is asked for. The connection must look at the public schema.
    """
    kept = _KEPT.get(hostname)
    rows = _rows(hostname) if fresh else None
    if fresh:
        is_good = kept is not None and rows is not None and kept.rows == rows
    else:
        is_good = kept is not None and kept.until >= time.monotonic()
    if kept is None or not is_good:
        found = _look_up(hostname)  # after its row was named: what came between is seen next time
        if found is None:
            return None
        kept = _Kept(time.monotonic() + settings.YUJIAN_COUNTY_CACHE_S, found, rows)
        _keep(hostname, kept)
    return copy.copy(kept.county)  # a request may write on its own county, not on the next one's


def forget() -> None:
    """A county or an address changed. At once, and again when the change is committed:

    between the two another thread may have read what was true before.
    """
    _clear()
    if connection.in_atomic_block:
        transaction.on_commit(_clear)


def _clear() -> None:
    _KEPT.clear()
    release.forget()


def _look_up(hostname: str) -> County | None:
    from tenants.models import Domain  # noqa: PLC0415 -- the models call forget()

    rows = Domain.objects.select_related("tenant").defer("tenant__boundary")
    domain = rows.filter(domain=hostname).first()
    return None if domain is None else domain.tenant


def _rows(hostname: str) -> _Rows | None:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [hostname])
        return cursor.fetchone()


def _keep(hostname: str, kept: _Kept) -> None:
    from tenants.models import CountyState  # noqa: PLC0415 -- the models call forget()

    # One that is not open is asked for each time, so that it is there the moment it opens.
    # Names that belong to nobody are never kept: anybody may make up as many as he likes.
    if kept.county.state == CountyState.OPEN:
        _KEPT[hostname] = kept
    else:
        _KEPT.pop(hostname, None)
