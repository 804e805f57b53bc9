"""Interviews, circulars, listings and merits of institutions."""

from supervision.models.circulars import Circular, CircularInstitution
from supervision.models.fund_visits import FundVisit
from supervision.models.interviews import Interview
from supervision.models.listings import Listing, ListingExtension, ListingProgress
from supervision.models.merits import Merit

__all__ = [
    "Circular",
    "CircularInstitution",
    "FundVisit",
    "Interview",
    "Listing",
    "ListingExtension",
    "ListingProgress",
    "Merit",
]
