"""Evidence to look at: the days' lists, a visit's evidence, and where one piece has been."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from evidence.models import Copy
from evidence.queries import get_original, manifests, originals_for, papers_for, signatures_of
from evidence.states import OriginalKind
from inspections.queries import get_visit, visits_for
from inspections.states import VisitState
from staff.access import staff_page
from staff.evidence.custody import custody_of
from staff.paging import page_of

_TOOK_PLACE = (VisitState.RECORDED, VisitState.CONFIRMED)
_UNSEEN_MOST = 20


@staff_page(P.EVIDENCE_VIEW)
@require_GET
def days(request: HttpRequest) -> HttpResponse:
    """The days' lists with their stamps, and the visits whose photographs nobody checked yet."""
    copied = Copy.objects.filter(original=OuterRef("pk"))
    bare = originals_for(request.user).photos().filter(~Exists(copied))
    unseen = Count("originals", filter=Q(originals__in=bare.values("pk")))
    visits = visits_for(request.user).annotate(unseen=unseen).filter(unseen__gt=0)
    page = {
        "page": page_of(request, manifests()),
        "visits": visits.order_by("-pk")[:_UNSEEN_MOST],
    }
    return render(request, "staff/evidence/days.html", page)


@staff_page(P.EVIDENCE_VIEW, P.VISIT_RECORD)
@require_GET
def visit(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Everything that a visit brought back, and its papers."""
    found = get_visit(visit_id, request.user)
    originals = list(originals_for(request.user).filter(visit=found))
    photos = [row for row in originals if row.kind == OriginalKind.PHOTO]
    page = {
        "visit": found,
        "photos": photos,
        "others": [row for row in originals if row.kind != OriginalKind.PHOTO],
        "unseen": sum(row.newest_copy is None for row in photos),
        "signatures": signatures_of(found),
        "papers": papers_for(request.user).filter(visit=found).order_by("-pk"),
        "may_make": request.user.has(P.VISIT_RECORD) and found.state in _TOOK_PLACE,
        "may_mark": request.user.has(P.VISIT_RECORD),
    }
    return render(request, "staff/evidence/visit.html", page)


@staff_page(P.EVIDENCE_VIEW, P.VISIT_RECORD)
@require_GET
def original(request: HttpRequest, original_id: int) -> HttpResponse:
    """Where one piece has been, from the device that took it to the notice that rests on it."""
    found = get_original(original_id, user=request.user)
    page = {
        "original": found,
        "visit": found.visit,
        "copy": found.newest_copy,
        "steps": custody_of(found, request.user),
        "may_see_file": request.user.has(P.EVIDENCE_VIEW),
        "may_mark": request.user.has(P.VISIT_RECORD),
    }
    return render(request, "staff/evidence/original.html", page)
