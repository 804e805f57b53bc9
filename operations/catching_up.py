"""What a release brings that lies in rows: parameters that counties lack."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from django_tenants.utils import tenant_context

from operations.furnishing import furnish_its_own
from policies.queries import schemas_without_parameters
from tenants.migrating import schemas_at_release
from tenants.models import County, CountyState


def bring_parameters(*, clock: Callable[[], datetime], only: Collection[str] = ()) -> list[County]:
    """Give each county the parameters of the catalogue that it lacks; which counties they were.

    One statement finds them, however many counties there are. Each county is a transaction with
    its line of history: stopped anywhere, it goes on. What a county has set stays. A county that
    is closed or behind this release is left alone.

    Args:
        clock: the moment, asked for at each county.
        only: codes of counties; all when empty.
    """
    rows = County.objects.exclude(state=CountyState.CLOSED).defer("boundary")
    if only:
        rows = rows.filter(code__in=only)
    counties = {row.schema_name: row for row in rows}
    ready = schemas_at_release(counties)
    lacking = [counties[schema] for schema in schemas_without_parameters(ready)]
    for county in lacking:
        with tenant_context(county):
            furnish_its_own(at=clock())
    return lacking
