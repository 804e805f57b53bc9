"""The form that an officer fills in on site, on a phone, perhaps without a signal."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission as P
from common.clock import localdate
from evidence.services import record_visit_by_page
from inspections.models import Visit
from inspections.queries import get_visit, questions
from inspections.services import VisitRecord
from inspections.states import VISIT
from policies.queries import parameter, routed_matters_on, violations_on
from staff.access import staff_page
from staff.visits.forms import RecordForm
from staff.visits.photos import Upload, photo_in, uploads_in
from staff.visits.sheet import Sheet

_USUAL_MINUTES = 40


@staff_page(P.VISIT_RECORD)
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Write down what was seen. Sent twice with the same number it is taken once."""
    visit = get_visit(visit_id, request.user)
    if request.method == "GET" and not VISIT.allows(visit, "record"):
        messages.info(request, f"{visit}现在是“{visit.get_state_display()}”，不能记录。")
        return redirect("staff:visit", visit.pk)
    form = RecordForm(request.POST or None, visit=visit, initial=_first(visit))
    asked = questions(visit.checklist, _day(form, visit))
    sheet = Sheet(asked, request.POST if request.method == "POST" else None)
    uploads = uploads_in(request, visit) if request.method == "POST" else []
    if request.method == "POST" and form.is_valid():
        form.run(sheet.require_short)
        done = not form.errors and form.run(
            record_visit_by_page,
            visit.pk,
            _record(form, sheet, uploads),
            request_id=form.cleaned_data["request_id"],
            by=request.user,
            at=timezone.now(),
        )
        if done:
            _say(request, was_known=visit.recorded_at is not None)
            return redirect("staff:visit", visit.pk)
    page = {"visit": visit, "form": form, "sheet": sheet, "uploads": uploads}
    page["present"] = form.present()
    return render(request, "staff/visits/record.html", {**page, **_aids(visit)})


def _say(request: HttpRequest, *, was_known: bool) -> None:
    """Sent again after a lost answer the first record stands, whatever was changed since."""
    if was_known:
        messages.warning(
            request, "这份记录此前已经收到，以先收到的内容为准；请核对下面的内容是否完整。"
        )
    else:
        messages.success(request, "检查记录已提交，等待他人确认。")


def _first(visit: Visit) -> dict[str, object]:
    now = timezone.localtime()
    return {
        "request_id": uuid.uuid4(),
        "starts_at": now - timedelta(minutes=_USUAL_MINUTES),
        "ends_at": now,
        "officers": [officer.user_id for officer in visit.officers.all()],
        "person_present": visit.institution.principal or visit.institution.legal_person,
        "place_text": getattr(visit.institution.current_site, "address", ""),
    }


def _day(form: RecordForm, visit: Visit):
    """The day whose catalogue is offered: the real one once it is typed, else the planned one."""
    if form.is_bound and form.is_valid():
        return localdate(form.cleaned_data["starts_at"])
    return visit.planned_on


def _record(form: RecordForm, sheet: Sheet, uploads: list[Upload]) -> VisitRecord:
    facts = form.cleaned_data
    return VisitRecord(
        starts_at=facts["starts_at"],
        ends_at=facts["ends_at"],
        point=form.point(),
        place_text=facts["place_text"],
        person_present=facts["person_present"],
        person_role=facts["person_role"],
        remark=facts["remark"],
        answers=sheet.answers(),
        findings=sheet.findings(),
        photos=tuple(photo_in(upload) for upload in uploads),
        officer_ids=tuple(int(key) for key in facts["officers"]),
    )


def _aids(visit: Visit) -> dict[str, object]:
    """The catalogue of that day for findings beside the checklist, and where the site is."""
    day = visit.planned_on
    return {
        "violations": violations_on(day, visit.institution.kind),
        "routed_matters": routed_matters_on(day),
        "site": visit.institution.current_site,
        "far_m": parameter("visit.max_distance_m", day),
        "planned": visit.officers.all(),
    }
