"""What the registry knows of one institution, a page for each part of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission
from common.clock import localdate
from institutions.models import Institution, Venue
from institutions.queries import Remark, excellence_in, institutions_for, points_of, remarks_of
from institutions.states import InstitutionKind
from policies.queries import described_on, values_on
from staff.access import staff_page

_TONES = {"breach": "bad", "soon": "warn", "gap": "quiet"}


def remarks_to_show(institution: Institution, day: date, letters: str = "") -> list[dict[str, Any]]:
    """The rules' remarks with their colour and what each rests on; ``letters`` begin their codes."""
    remarks = [one for one in remarks_of(institution, day) if not letters or one.code[0] in letters]
    bases = described_on(day, {key for one in remarks for key in one.keys})
    return [_shown(one, bases) for one in remarks]


def _shown(remark: Remark, bases: dict[str, tuple[str, str]]) -> dict[str, Any]:
    rests_on = [
        {"key": key, "label": bases[key][0], "source": bases[key][1]} for key in remark.keys
    ]
    return {
        "code": remark.code,
        "weight": remark.weight.label,
        "tone": _TONES[remark.weight],
        "text": remark.text,
        "basis": remark.basis,
        "rests_on": rests_on,
    }


def _sheet(request: HttpRequest, institution_id: int, tab: str, letters: str) -> dict[str, Any]:
    institution = get_object_or_404(institutions_for(request.user), pk=institution_id)
    today = localdate(timezone.now())
    return {
        "institution": institution,
        "tab": tab,
        "today": today,
        "remarks": remarks_to_show(institution, today, letters),
        "may_edit": request.user.has(Permission.INSTITUTION_EDIT),
    }


@staff_page(Permission.INSTITUTION_VIEW)
@require_GET
def staff(request: HttpRequest, institution_id: int) -> HttpResponse:
    """Whom it employs, with the latest check of each."""
    page = _sheet(request, institution_id, "staff", "S")
    every = list(page["institution"].staff.prefetch_related("checks"))
    page |= {
        "staff": [one for one in every if one.left_on is None],
        "former": [one for one in every if one.left_on is not None],
    }
    return render(request, "staff/institutions/staff.html", page)


@staff_page(Permission.INSTITUTION_VIEW)
@require_GET
def venue(request: HttpRequest, institution_id: int) -> HttpResponse:
    """Its rooms and, for childcare, how it cares; with what was registered before."""
    page = _sheet(request, institution_id, "venue", "VK")
    institution = page["institution"]
    venues = list(Venue.objects.filter(site__institution=institution).select_related("site"))
    cares = list(institution.care_facts.all())
    site = institution.current_site
    page |= {
        "site": site,
        "venue": next(
            (one for one in venues if one.valid_until is None and one.site == site), None
        ),
        "care": next((one for one in cares if one.valid_until is None), None),
        "venues": venues,
        "cares": cares,
        "is_care": institution.kind == InstitutionKind.CHILDCARE,
        "lead": values_on(page["today"], ("care.lead_department",))["care.lead_department"],
    }
    return render(request, "staff/institutions/venue.html", page)


@staff_page(Permission.INSTITUTION_VIEW)
@require_GET
def courses(request: HttpRequest, institution_id: int) -> HttpResponse:
    """What it teaches, from which material, at what price."""
    page = _sheet(request, institution_id, "courses", "CMP")
    institution = page["institution"]
    page |= {
        "courses": institution.courses.all(),
        "materials": institution.materials.all(),
        "prices": institution.prices.all(),
    }
    return render(request, "staff/institutions/courses.html", page)


@staff_page(Permission.INSTITUTION_VIEW)
@require_GET
def standing(request: HttpRequest, institution_id: int) -> HttpResponse:
    """Licence terms, annual checks, lists, grades and points."""
    page = _sheet(request, institution_id, "standing", "L")
    institution, today = page["institution"], page["today"]
    checks = list(institution.annual_checks.select_related("voided_by"))
    page |= {
        "terms": institution.licence_terms.all(),
        "checks": checks,
        "entries": institution.list_entries.all(),
        "grades": institution.credit_grades.all(),
        "points": institution.credit_points.all(),
        "points_now": points_of(institution, today),
        "excellence": excellence_in(checks[0].year, today) if checks else None,
    }
    return render(request, "staff/institutions/standing.html", page)
