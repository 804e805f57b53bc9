"""Making the papers of a visit: record, questioning, list of evidence, sheet of photographs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission as P
from common.errors import Refusal
from evidence.models import Original, Paper
from evidence.queries import is_read_out, originals_for, papers_for, suggested_facts
from evidence.services import (
    make_evidence_list,
    make_photo_sheet,
    make_questioning,
    make_site_record,
)
from evidence.states import OriginalKind, PaperForm
from inspections.models import Visit
from inspections.queries import get_visit
from staff.access import staff_page
from staff.evidence.forms import ListLineForm, QuestioningForm, SiteRecordForm
from staff.forms import StaffForm


@staff_page(P.VISIT_RECORD)
@require_http_methods(["GET", "POST"])
def site_record(request: HttpRequest, visit_id: int) -> HttpResponse:
    """The on-site record (D03), with a draft from what was recorded."""
    visit = get_visit(visit_id, request.user)
    first = {"facts": suggested_facts(visit), "certificate_shown": True, "rights_told": True}
    form = SiteRecordForm(request.POST or None, is_settled=is_read_out(visit), initial=first)
    if request.method == "POST" and form.is_valid():
        told = form.told()
        made = form.run(make_site_record, visit.pk, told, by=request.user, at=timezone.now())
        if made:
            return _made(request, made)
    return _page(request, visit, form, PaperForm.SITE_RECORD)


@staff_page(P.VISIT_RECORD)
@require_http_methods(["GET", "POST"])
def questioning(request: HttpRequest, visit_id: int) -> HttpResponse:
    """The questioning record (D04)."""
    visit = get_visit(visit_id, request.user)
    form = QuestioningForm(request.POST or None, initial={"place": visit.place_text})
    if request.method == "POST" and form.is_valid():
        told = form.told()
        made = form.run(make_questioning, visit.pk, told, by=request.user, at=timezone.now())
        if made:
            return _made(request, made)
    return _page(request, visit, form, PaperForm.QUESTIONING)


@staff_page(P.VISIT_RECORD)
@require_http_methods(["GET", "POST"])
def evidence_list(request: HttpRequest, visit_id: int) -> HttpResponse:
    """The list of evidence (F11): which pieces, and what each proves."""
    visit = get_visit(visit_id, request.user)
    lines = _lines(request, visit)
    form = StaffForm(request.POST or None)
    sound = [line.is_valid() for line in (*lines, form)]  # all of them, so that all errors show
    if request.method == "POST" and all(sound):
        rows = [line.line() for line in lines if line.cleaned_data["is_listed"]]
        made = form.run(make_evidence_list, visit.pk, rows, by=request.user, at=timezone.now())
        if made:
            return _made(request, made)
    page = {"visit": visit, "form": form, "lines": lines}
    return render(request, "staff/evidence/list.html", page)


@staff_page(P.VISIT_RECORD)
@require_POST
def photo_sheet(request: HttpRequest, visit_id: int) -> HttpResponse:
    """The sheet of photographs, from the copies."""
    visit = get_visit(visit_id, request.user)
    try:
        made = make_photo_sheet(visit.pk, by=request.user, at=timezone.now())
    except Refusal as refusal:
        if refusal.http_status in (403, 404):
            raise
        messages.error(request, str(refusal), extra_tags=refusal.code)
        return redirect("staff:visit-evidence", visit.pk)
    return _made(request, made)


def _made(request: HttpRequest, paper: Paper) -> HttpResponse:
    messages.success(request, f"{paper}已制作。")
    return redirect("staff:visit-evidence", paper.visit_id)


def _page(request: HttpRequest, visit: Visit, form: StaffForm, kind: PaperForm) -> HttpResponse:
    page = {"visit": visit, "form": form, "title": kind.label}
    return render(request, "staff/evidence/paper.html", page)


def _lines(request: HttpRequest, visit: Visit) -> list[ListLineForm]:
    """A form for each original and each standing paper of the visit but lists themselves."""
    papers = papers_for(request.user).standing().filter(visit=visit)
    originals = originals_for(request.user).filter(visit=visit)
    things: list[Original | Paper] = [
        *papers.exclude(form=PaperForm.EVIDENCE_LIST),
        *originals.exclude(kind=OriginalKind.STROKES),
    ]
    shown = {photo.file_id: photo for photo in visit.photos.select_related("finding")}
    sent = request.POST or None
    return [ListLineForm(sent, thing=thing, initial=_first(thing, shown)) for thing in things]


def _first(thing: Original | Paper, shown: dict[int, Any]) -> dict[str, Any]:
    """What stands in a line before anybody wrote: a photo of a finding proves that finding."""
    first = {"is_listed": True, "name": str(thing), "pages": 1, "source": "现场检查"}
    if isinstance(thing, Paper):
        return {**first, "source": "执法人员制作"}
    photo = shown.get(thing.file_id)
    if photo is None:
        return first
    proves = photo.finding.text[:300] if photo.finding else photo.caption
    return {
        **first,
        "name": f"{thing.get_kind_display()}（{photo.caption or photo.pk}）",
        "proves": proves,
    }
