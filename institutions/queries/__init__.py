"""Reads of the registry, for pages, the map and the upper apps."""

from institutions.queries.places import (
    PlaceQuestion,
    place_questions,
    sites_by_key,
    unanswered,
)
from institutions.queries.reading import (
    TimelineEntry,
    as_geojson,
    geojson_statement,
    institutions_for,
    search,
    timeline,
)
from institutions.queries.remarks import (
    Impact,
    impact_of,
    is_asked_by_rules,
    remarks_by_institution,
    remarks_of,
)
from institutions.queries.standing import Excellence, excellence_in, grades_on, lists_on, points_of
from institutions.rules.remarks import Remark, Weight

__all__ = [
    "Excellence",
    "Impact",
    "PlaceQuestion",
    "Remark",
    "TimelineEntry",
    "Weight",
    "as_geojson",
    "excellence_in",
    "geojson_statement",
    "grades_on",
    "impact_of",
    "institutions_for",
    "is_asked_by_rules",
    "lists_on",
    "place_questions",
    "points_of",
    "remarks_by_institution",
    "remarks_of",
    "search",
    "sites_by_key",
    "timeline",
    "unanswered",
]
