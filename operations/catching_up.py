"""What a release brings that lies in rows: law and parameters that counties lack."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django_tenants.utils import tenant_context

from common.errors import Refusal
from operations.furnishing import furnish_its_own
from policies.queries import schemas_without_catalogue, schemas_without_parameters
from policies.services import load_catalogue
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
    counties = _ready(only)
    lacking = [counties[schema] for schema in schemas_without_parameters(counties)]
    for county in lacking:
        with tenant_context(county):
            furnish_its_own(at=clock())
    return lacking


@dataclass(slots=True)
class Brought:
    """Which counties got the catalogue of this release, and which refused it, with the sentence."""

    counties: list[County] = field(default_factory=list)
    refused: list[tuple[County, str]] = field(default_factory=list)


def bring_catalogue(*, clock: Callable[[], datetime], only: Collection[str] = ()) -> Brought:
    """Give each county the laws, kinds, ranges and numbers of this release that it lacks.

    One statement finds who has not loaded these files yet. Each county is a transaction with its
    lines of history; one that refuses (its own rows say something newer) does not stop the others.
    What a package or an administrator brought stays.

    Args:
        clock: the moment, asked for at each county.
        only: codes of counties; all when empty.
    """
    counties, brought = _ready(only), Brought()
    for schema in schemas_without_catalogue(counties):
        county = counties[schema]
        with tenant_context(county):
            try:
                with transaction.atomic():
                    load_catalogue(at=clock())
            except Refusal as refusal:
                brought.refused.append((county, str(refusal)))
            else:
                brought.counties.append(county)
    return brought


def _ready(only: Collection[str]) -> dict[str, County]:
    """Counties that are neither closed nor behind this release, by schema."""
    rows = County.objects.exclude(state=CountyState.CLOSED).defer("boundary")
    if only:
        rows = rows.filter(code__in=only)
    counties = {row.schema_name: row for row in rows}
    return {schema: counties[schema] for schema in schemas_at_release(counties)}
