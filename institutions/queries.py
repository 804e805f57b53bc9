"""Reads of the registry, for pages, the map and the upper apps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import Aggregate, F, JSONField, TextField, Value
from django.db.models.functions import Cast, JSONObject

from accounts.models import User
from accounts.permissions import Permission
from audit.models import AuditEvent
from audit.queries import history_of
from institutions.models import Institution, InstitutionQuerySet
from institutions.states import INSTITUTION, EventKind
from tenants.searching import Found


def institutions_for(user: User) -> InstitutionQuerySet:
    """The institutions that a person may see, each with its current site; two queries in all."""
    if not user.has(Permission.INSTITUTION_VIEW):
        return Institution.objects.none()
    return Institution.objects.with_current_site()


def search(text: str, institutions: InstitutionQuerySet | None = None) -> Found:
    """Institutions whose names, numbers, people or address hold every word of ``text``.

    Two characters, or the pinyin initials of two, are enough. No words find nothing.
    """
    rows = Institution.objects.with_current_site() if institutions is None else institutions
    return rows.ranked(text)


class _JsonAgg(Aggregate):
    function = "json_agg"
    output_field = JSONField()


def as_geojson(institutions: InstitutionQuerySet) -> str:
    """The located ones of ``institutions`` as one GeoJSON FeatureCollection, in WGS 84.

    Put together by the database, so that hundreds of points cost one short query and no
    Python objects. Properties: id, name, kind, state, address. Names are as people typed
    them: send it as JSON, and never put it into a page without escaping.
    """
    features = JSONObject(
        type=Value("Feature"),
        id=F("pk"),
        geometry=Cast(AsGeoJSON("sites__point", precision=6), JSONField()),
        properties=JSONObject(
            id=F("pk"),
            name=F("name"),
            kind=F("kind"),
            state=F("state"),
            address=F("sites__address"),
        ),
    )
    found = (
        institutions.located()
        .filter(sites__valid_until__isnull=True)
        .order_by()
        .aggregate(text=Cast(_JsonAgg(features), TextField()))
    )
    return f'{{"type": "FeatureCollection", "features": {found["text"] or "[]"}}}'


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineEntry:
    """One thing that happened to an institution, as a page tells it. Upper apps add theirs."""

    at: datetime
    kind: str
    title: str
    detail: str = ""
    who: str = ""


_TITLES = {
    "institution.register": "录入名册",
    "institution.change": "变更信息",
    "institution.move_site": "登记办学地点",
    "institution.name_person": "登记相关人员",
    "institution.release_person": "相关人员离开",
    **{f"institution.{kind.value}": kind.label for kind in EventKind},
    **{f"institution.{move.action}": move.label for move in INSTITUTION.moves.values()},
}


def timeline(institution: Institution) -> list[TimelineEntry]:
    """What the registry knows to have happened to an institution, newest first; one query."""
    return [
        TimelineEntry(
            at=event.at,
            kind=event.kind,
            title=_TITLES.get(event.kind, event.kind),
            detail=_detail(event),
            who=event.actor_name,
        )
        for event in history_of(institution)
    ]


def _detail(event: AuditEvent) -> str:
    facts: dict[str, Any] = event.facts
    parts = []
    if "old" in facts or "new" in facts:
        label = f"{facts['label']}：" if "label" in facts else ""
        parts.append(f"{label}{facts.get('old') or '（空）'} → {facts.get('new') or '（空）'}")
    if event.before:
        parts.append(f"{INSTITUTION.label(event.before)} → {INSTITUTION.label(event.after)}")
    parts.extend(facts[name] for name in ("reason", "note") if facts.get(name))
    return "；".join(parts)
