"""Points on the map that a person should look at: outside the county, on another institution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from institutions.models import PlaceAnswer, Site
from institutions.states import PlaceQuestionKind
from policies.queries import values_on
from tenants.current import county


@dataclass(frozen=True, slots=True)
class PlaceQuestion:
    """One doubt about the point of one current site; ``about`` says it in words."""

    site: Site
    kind: PlaceQuestionKind
    about: str


# The first test is the index's, in degrees wide enough for so many metres anywhere in China;
# the second one measures on the ellipsoid. The younger site is asked about.
_SHARED = """
SELECT young.id, other.name, round(min(ST_Distance(young.point::geography, old.point::geography)))
FROM institutions_site AS young
JOIN institutions_site AS old
  ON old.id < young.id AND old.institution_id <> young.institution_id
 AND ST_DWithin(old.point, young.point, %(metres)s / 55000.0)
JOIN institutions_institution AS other ON other.id = old.institution_id
WHERE young.valid_until IS NULL AND old.valid_until IS NULL
  AND ST_DWithin(old.point::geography, young.point::geography, %(metres)s)
GROUP BY young.id, other.id, other.name
ORDER BY young.id, other.id
"""


def place_questions(day: date) -> list[PlaceQuestion]:
    """Sites outside the county or on another institution's point, without those answered.

    A question that was answered comes again only when it is another one: about another
    distance, another institution or another point.
    """
    return unanswered([*_outside(), *_shared(day)])


def unanswered(questions: list[PlaceQuestion]) -> list[PlaceQuestion]:
    """Without those to which a person has given an answer. One statement."""
    sites = [one.site.pk for one in questions]
    given = PlaceAnswer.objects.filter(site__in=sites)
    answered = set(given.values_list("site_id", "kind", "about"))
    return [one for one in questions if (one.site.pk, one.kind.value, one.about) not in answered]


def sites_by_key(keys: list[int]) -> dict[int, Site]:
    """Sites with their institutions, by key."""
    return Site.objects.select_related("institution").in_bulk(keys)


def _outside() -> list[PlaceQuestion]:
    here = county()
    rows = Site.objects.current().surveyed().exclude(point__coveredby=here.boundary)
    return [
        PlaceQuestion(site, PlaceQuestionKind.OUTSIDE, _outside_in_words(site, here.name))
        for site in rows.select_related("institution").order_by("pk")
    ]


def _outside_in_words(site: Site, county_name: str) -> str:
    assert site.point is not None, "only surveyed ones are asked about"
    return f"经度{site.point.x:.5f}，纬度{site.point.y:.5f}，不在{county_name}辖区内"


def _shared(day: date) -> list[PlaceQuestion]:
    metres = values_on(day, ("place.shared_m",))["place.shared_m"]
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, {"metres": metres})
        found = cursor.fetchall()
    sites = sites_by_key([key for key, _, _ in found])
    return [
        PlaceQuestion(sites[key], PlaceQuestionKind.SHARED, f"与机构“{name}”相距{away:.0f}米")
        for key, name, away in found
    ]
