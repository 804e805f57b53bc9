"""The county's map: boundary and points from our own tables, tiles only if a provider is set."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission
from common.clock import localdate
from institutions.filters import InstitutionFilters
from institutions.queries import as_geojson, institutions_for
from institutions.states import InstitutionKind, InstitutionState
from policies.errors import ParameterMissing
from policies.queries import parameter
from staff.access import staff_page
from staff.filter_bar import asker_of, bar_of
from staff.paging import page_of
from tenants.current import county

_GEOJSON = "application/geo+json"
_DAY_S = 24 * 60 * 60


def base_map() -> dict[str, Any]:
    """Address of the base tiles and the map's review number, both empty unless they are set."""
    return {"tiles_url": _setting("map.tiles_url"), "review_number": _setting("map.review_number")}


def _setting(key: str) -> Any:
    """A map without tiles is still a map, so a county without the parameter has an empty one."""
    try:
        return parameter(key, localdate(timezone.now()))
    except ParameterMissing:
        return ""


@staff_page(Permission.INSTITUTION_VIEW)
@require_GET
def county_map(request: HttpRequest) -> HttpResponse:
    filters = InstitutionFilters(request.GET, asker=asker_of(request))
    every = institutions_for(request.user)
    page = {
        "form": bar_of(filters, without=("located",)),
        "page": page_of(request, filters.listed(every.located())),
        "unlocated": every.unlocated().count(),
        "kinds": list(InstitutionKind),
        "words": {
            "kind": dict(InstitutionKind.choices),
            "state": dict(InstitutionState.choices),
        },
        **base_map(),
    }
    return render(request, "staff/maps/map.html", page)


@staff_page(Permission.INSTITUTION_VIEW)
@require_GET
def points(request: HttpRequest) -> HttpResponse:
    """The located institutions as GeoJSON, narrowed like the list."""
    filters = InstitutionFilters(request.GET, asker=asker_of(request))
    found = as_geojson(filters.narrow(institutions_for(request.user)))
    return HttpResponse(found, content_type=_GEOJSON, headers={"Cache-Control": "no-store"})


@staff_page(Permission.INSTITUTION_VIEW)
@require_GET
def boundary(request: HttpRequest) -> HttpResponse:
    """The county's boundary as GeoJSON."""
    cached = {"Cache-Control": f"private, max-age={_DAY_S}"}
    return HttpResponse(county().boundary.geojson, content_type=_GEOJSON, headers=cached)
