"""Pinyin initials that are missing or of other words, as an older release leaves them."""

from __future__ import annotations

from institutions.models import Institution, Site
from tenants.searching import refill


def fill_initials() -> int:
    """Write the initials of all institutions and sites anew where they differ; how many did."""
    institutions = Institution.objects.only("initials", *Institution.initials_from)
    sites = Site.objects.current().only("initials", *Site.initials_from)
    return refill(institutions.iterator()) + refill(sites.iterator())
