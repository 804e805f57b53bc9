"""Where a visit took place: inside the county, and how far from the registered site."""

from __future__ import annotations

from datetime import date

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point

from institutions.errors import PointOutsideCounty
from institutions.models import Institution, Site
from tenants.current import county


def require_in_county(point: Point | None) -> None:
    """Raise PointOutsideCounty if a WGS 84 point is not covered by the county's boundary."""
    here = county()
    if point is not None and not here.boundary.covers(point):
        raise PointOutsideCounty(lon=f"{point.x:.5f}", lat=f"{point.y:.5f}", county=here.name)


def distance_to_site_m(institution: Institution, point: Point, *, on: date) -> int | None:
    """Metres on the ellipsoid from the site registered on that day, else from the present one.

    None when the site's position is not known.
    """
    sites = Site.objects.filter(institution=institution)
    site = sites.on(on).first() or sites.current().first()
    if site is None or site.point is None:
        return None
    measured = Site.objects.filter(pk=site.pk).annotate(
        away=Distance("point", point, spheroid=True)
    )
    return round(measured.values_list("away", flat=True).get().m)
