"""Reads of the registry, for pages, the map and the upper apps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from psycopg.abc import Buffer
from psycopg.adapt import Loader

from accounts.models import User
from accounts.permissions import Permission
from audit.models import AuditEvent
from audit.queries import history_of
from institutions.models import Institution, InstitutionQuerySet
from institutions.states import ENTRY_EVENTS, INSTITUTION, EventKind
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


# One text from one statement. json_build_object is quicker than its jsonb sister, which parses
# and sorts every object anew; the point goes in as PostGIS writes it.
_GEOJSON = """
SELECT json_build_object('type', 'FeatureCollection', 'features', coalesce(json_agg(
    json_build_object(
        'type', 'Feature',
        'id', institution.id,
        'geometry', ST_AsGeoJSON(site.point, 6)::json,
        'properties', json_build_object(
            'id', institution.id,
            'name', institution.name,
            'kind', institution.kind,
            'state', institution.state,
            'address', site.address
        )
    )
), '[]'))::text
FROM institutions_institution AS institution
JOIN institutions_site AS site ON site.institution_id = institution.id
WHERE site.valid_until IS NULL AND site.point IS NOT NULL AND institution.id IN ({wanted})
"""


def geojson_statement(institutions: InstitutionQuerySet) -> tuple[str, tuple[Any, ...]]:
    """The statement behind ``as_geojson`` with its parameters."""
    wanted, given = institutions.keys_statement()
    return _GEOJSON.format(wanted=wanted), given


class _AsSent(Loader):
    """A text as the bytes that came over the wire: a megabyte that nobody reads before the browser."""

    def load(self, data: Buffer) -> bytes:
        return bytes(data)


def as_geojson(institutions: InstitutionQuerySet) -> bytes:
    """The located ones of ``institutions`` as one GeoJSON FeatureCollection, in WGS 84 and UTF-8.

    Put together by the database, so that thousands of points cost one statement and no
    Python objects. Properties: id, name, kind, state, address. Names are as people typed
    them: send it as JSON, and never put it into a page without escaping.
    """
    try:
        statement = geojson_statement(institutions)
    except EmptyResultSet:
        return b'{"type": "FeatureCollection", "features": []}'
    with connection.cursor() as cursor:
        cursor.cursor.adapters.register_loader("text", _AsSent)  # of this cursor only
        cursor.execute(*statement)
        found: bytes = cursor.fetchone()[0]
        return found


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
    **ENTRY_EVENTS,
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
