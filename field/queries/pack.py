"""What a phone carries into a basement: the day's work in sections, each known by its hash."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Prefetch

from accounts.models import OfficerCertificate, User
from enforcement.queries import order_section
from field.rules.entries import MOST_BLOB_BYTES
from inspections.models import ChecklistItem, Finding, Visit
from inspections.queries import my_visits
from inspections.states import VisitState
from institutions.models import Institution, Site
from policies.queries import parameter_values, routed_matters_on, violations_on
from tenants.current import county

VERSION = 1
_FINDINGS_EACH = 10
_FINDINGS_SINCE = timedelta(days=3 * 365)
_LIMITS = {
    "far_m": "visit.max_distance_m",
    "coarse_m": "field.coarse_m",
    "old_s": "field.old_s",
    "jump_m_per_s": "field.jump_m_per_s",
    "photo_px": "field.photo_px",
}

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a pack, as the bytes that its hash names."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def pack_for(person: User, day: date, *, device: str = "") -> list[Section]:
    """The sections of one person's pack on a day. The same rows give the same bytes.

    Args:
        device: key hash of the phone, which carries numbers of orders of its own.
    """
    values = parameter_values(
        day, "field.days_ahead", "field.days_behind", "field.photo_kb", *_LIMITS.values()
    )
    visits = _visits(person, day, values)
    kinds = {visit.institution.kind for visit in visits}
    parts: dict[str, Any] = {
        "visits": [_visit(visit) for visit in visits],
        "institutions": _institutions({visit.institution_id for visit in visits}),
        "findings": _findings({visit.institution_id for visit in visits}, day),
        **_checklists(visits),
        **_catalogue(day, kinds),
        "people": _people(person, day),
        "orders": order_section(person, day, device),
        "county": _county(values),
    }
    return [Section(name, _bytes(part)) for name, part in parts.items()]


def _bytes(part: Any) -> bytes:
    text = json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _visits(person: User, day: date, values: dict[str, Any]) -> list[Visit]:
    first = day - timedelta(days=values["field.days_behind"])
    last = day + timedelta(days=values["field.days_ahead"])
    mine = my_visits(person).filter(state=VisitState.APPROVED)
    return list(mine.filter(planned_on__range=(first, last)))


def _visit(visit: Visit) -> dict[str, Any]:
    return {
        "id": visit.pk,
        "institution": visit.institution_id,
        "purpose": visit.purpose,
        "purpose_label": visit.get_purpose_display(),
        "planned_on": visit.planned_on.isoformat(),
        "checklist": visit.checklist_id,
        "campaign": visit.campaign.name if visit.campaign else "",
        "officers": [
            {
                "id": seat.user_id,
                "name": seat.user.full_name,
                "role": seat.role,
                "certificate_no": seat.certificate_no,
                "department": seat.department.name,
            }
            for seat in visit.officers.all()
        ],
    }


def _institutions(keys: Iterable[int]) -> Rows:
    current = Prefetch("sites", queryset=Site.objects.current(), to_attr="now")
    found = Institution.objects.filter(pk__in=list(keys)).order_by("pk").prefetch_related(current)
    return [_institution(row, next(iter(row.now), None)) for row in found]


def _institution(row: Institution, site: Site | None) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "kind": row.kind,
        "kind_label": row.get_kind_display(),
        "state_label": row.get_state_display(),
        "credit_code": row.credit_code or "",
        "licence_no": row.licence_no or "",
        "legal_person": row.legal_person,
        "principal": row.principal,
        "phone": row.phone,
        "address": site.address if site else "",
        "point": _point(site),
    }


def _point(site: Site | None) -> dict[str, int] | None:
    if site is None or site.point is None:
        return None
    return {"lat_e7": round(site.point.y * 10**7), "lon_e7": round(site.point.x * 10**7)}


def _findings(institutions: Iterable[int], day: date) -> Rows:
    """The last of each institution, the newest first."""
    rows = (
        Finding.objects.filter(
            visit__institution__in=list(institutions),
            visit__state=VisitState.CONFIRMED,
            visit__planned_on__gte=day - _FINDINGS_SINCE,
        )
        .select_related("visit", "violation", "routed")
        .order_by("visit__institution", "-visit__starts_at", "no")
    )
    found: Rows = []
    told: dict[int, int] = {}
    for row in rows:
        key = row.visit.institution_id
        told[key] = told.get(key, 0) + 1
        if told[key] <= _FINDINGS_EACH:
            found.append(_finding(row))
    return found


def _finding(row: Finding) -> dict[str, Any]:
    cited = row.violation or row.routed
    return {
        "institution": row.visit.institution_id,
        "on": row.visit.visited_on.isoformat(),
        "code": row.code,
        "title": cited.title if cited else "",
        "text": row.text,
        "kind": row.kind,
    }


def _checklists(visits: list[Visit]) -> dict[str, Any]:
    wanted = {visit.checklist_id: visit.checklist for visit in visits}
    items: dict[int, Rows] = {key: [] for key in wanted}
    for item in ChecklistItem.objects.filter(checklist__in=list(wanted)).order_by("code"):
        items[item.checklist_id].append(
            {
                "code": item.code,
                "group": item.group,
                "text": item.text,
                "ok_when": item.ok_when,
                "evidence": item.evidence,
                "basis": item.basis,
                "violations": item.violation_codes,
                "routed": item.routed_codes,
            }
        )
    return {
        f"checklist-{key}": {
            "id": key,
            "kind": checklist.kind,
            "version": checklist.version,
            "source": checklist.source,
            "items": items[key],
        }
        for key, checklist in sorted(wanted.items())
    }


def _catalogue(day: date, kinds: set[str]) -> dict[str, Any]:
    """What may be found at these kinds of institution, and the words that an officer reads out."""
    violations = [row for row in violations_on(day) if kinds & set(row.kinds)]
    return {
        "catalogue": {
            "violations": [
                {"code": row.code, "title": row.title, "measure": row.remedy, "laws": [row.code]}
                for row in violations
            ],
            "routed": [
                {"code": row.code, "title": row.title, "department": row.department_kind}
                for row in routed_matters_on(day)
            ],
        },
        "laws": [
            {"key": row.code, "law": row.law.title, "article": row.article, "text": row.requirement}
            for row in violations
        ],
    }


def _people(person: User, day: date) -> Rows:
    """Certified officers of the person's department and of education, who may have gone along."""
    valid = OfficerCertificate.objects.filter(
        valid_from__lte=day, valid_until__gte=day, user__is_active=True, user__is_auxiliary=False
    )
    departments = {person.department_id} | set(
        User.objects.filter(department__kind="education").values_list("department_id", flat=True)
    )
    rows = valid.filter(user__department__in=departments).select_related("user__department")
    found = {
        row.user_id: {
            "id": row.user_id,
            "name": row.user.full_name,
            "certificate_no": row.number,
            "valid_until": row.valid_until.isoformat(),
            "department": row.user.department.name if row.user.department else "",
        }
        for row in rows.order_by("user_id", "valid_until")
    }
    return list(found.values())


def _county(values: dict[str, Any]) -> dict[str, Any]:
    here = county()
    limits = {name: values[key] for name, key in _LIMITS.items()}
    limits |= {"photo_bytes": values["field.photo_kb"] * 1000, "blob_bytes": MOST_BLOB_BYTES}
    return {"code": here.code, "name": here.name, "limits": limits}
