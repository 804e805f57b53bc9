"""The registry: institutions, where they are, whom they employ, what they teach, how they stand."""

from institutions.models.courses import Course, Material, Price
from institutions.models.institutions import Institution, InstitutionQuerySet
from institutions.models.people import Person, ReportingEvent
from institutions.models.sites import Site, SiteQuerySet
from institutions.models.staff import HiringCheck, StaffMember
from institutions.models.standing import (
    AnnualCheck,
    CreditGrade,
    CreditPoint,
    LicenceTerm,
    ListEntry,
    PlaceAnswer,
)
from institutions.models.venues import Care, Venue

__all__ = [
    "AnnualCheck",
    "Care",
    "Course",
    "CreditGrade",
    "CreditPoint",
    "HiringCheck",
    "Institution",
    "InstitutionQuerySet",
    "LicenceTerm",
    "ListEntry",
    "Material",
    "Person",
    "PlaceAnswer",
    "Price",
    "ReportingEvent",
    "Site",
    "SiteQuerySet",
    "StaffMember",
    "Venue",
]
