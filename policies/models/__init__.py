"""Law, dated parameters and working days. Nothing here is edited: a change is a new dated row."""

from policies.models.catalogue import (
    Basis,
    Hearing,
    InstitutionKind,
    RoutedMatter,
    Violation,
)
from policies.models.dated import (
    CitedRow,
    Confidence,
    DatedQuerySet,
    DatedRow,
    Law,
    LawQuerySet,
)
from policies.models.packages import CatalogueEdition, PackageArrival
from policies.models.parameters import CalendarDay, CalendarYear, Parameter, ParameterQuerySet
from policies.models.penalties import Benchmark, PenaltyKind, PowerHolder

__all__ = [
    "Basis",
    "Benchmark",
    "CalendarDay",
    "CalendarYear",
    "CatalogueEdition",
    "CitedRow",
    "Confidence",
    "DatedQuerySet",
    "DatedRow",
    "Hearing",
    "InstitutionKind",
    "Law",
    "LawQuerySet",
    "PackageArrival",
    "Parameter",
    "ParameterQuerySet",
    "PenaltyKind",
    "PowerHolder",
    "RoutedMatter",
    "Violation",
]
