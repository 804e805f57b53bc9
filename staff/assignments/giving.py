"""Asking, handing over material, one's own part of an act, and what went to whom."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission as P
from assignments.filters import SharingFilters
from assignments.models import Assignment, PartFinding, Sharing
from assignments.queries import files_for, sharings_for, visible_to
from assignments.services import add_material, ask, record_part, share_part
from assignments.states import AssignmentKind
from common.clock import localdate
from common.errors import NotFound
from common.workbooks import MEDIA_TYPE, Workbook
from inspections.queries import photos_for
from staff.access import staff_page
from staff.assignments.forms import AskForm, MaterialForm, PartForm, ShareForm
from staff.assignments.page import about
from staff.files import bytes_response, file_response
from staff.filter_bar import asker_of, bar_of
from staff.forms import StaffForm
from staff.paging import page_of
from staff.uploads import keep_all

SIDES = (P.ASSIGNMENT_ASK, P.ASSIGNMENT_ANSWER)
READERS = (*SIDES, P.HISTORY_VIEW)
_COLUMNS = ("提供时间", "提供方", "接收方", "目的", "依据", "事项", "内容", "经办人")


@staff_page(P.ASSIGNMENT_ASK)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask another department for help with an investigation."""
    form = AskForm(request.POST or None, request.FILES or None, own=request.user.department)
    if request.method == "POST" and form.is_valid():
        asked = form.run(_ask, form, request)
        if asked:
            messages.success(request, f"已请{asked.asked_of}办理。")
            return redirect("staff:assignment", asked.pk)
    return _form_page(request, form, "发起协办", "发起", None)


def _ask(form: AskForm, request: HttpRequest) -> Assignment:
    facts, at = form.cleaned_data, timezone.now()
    return ask(
        facts["department"],
        kind=AssignmentKind.ASSISTANCE,
        title=facts["title"],
        text=facts["text"],
        basis=facts["basis"],
        within=form.within(),
        material=keep_all(facts["material"], at=at),
        by=request.user,
        at=at,
    )


@staff_page(P.ASSIGNMENT_ASK)
@require_http_methods(["GET", "POST"])
def material(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Hand over more: files, or photos of the visit that it is about."""
    found = _get(request, assignment_id)
    visit = about(found, request.user)["visit"]
    photos = list(photos_for(visit, request.user)) if visit else []
    form = MaterialForm(request.POST or None, request.FILES or None, photos=photos)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()

        def give() -> Any:
            files = [*keep_all(form.cleaned_data["material"], at=at), *form.chosen_photos()]
            return (add_material(found.pk, files=files, by=request.user, at=at),)

        if form.run(give):
            messages.success(request, "材料已提供，并已记录。")
            return redirect("staff:assignment", found.pk)
    return _form_page(request, form, "补充材料", "提供", found)


@staff_page(P.ASSIGNMENT_ANSWER)
@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Enter what one's own department found."""
    found = _get(request, assignment_id)
    form = PartForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        at, facts = timezone.now(), form.cleaned_data

        def enter() -> PartFinding:
            files = keep_all(facts["material"], at=at)
            words = {"text": facts["text"], "law_text": facts["law_text"]}
            return record_part(found.pk, **words, files=files, by=request.user, at=at)

        if form.run(enter):
            messages.success(request, "已登记，其他部门看不到，提供后才能看到。")
            return redirect("staff:assignment", found.pk)
    return _form_page(request, form, "登记本部门发现的问题", "登记", found)


@staff_page(P.ASSIGNMENT_ANSWER)
@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, part_id: int) -> HttpResponse:
    """Give another department what one's own found."""
    own = PartFinding.objects.select_related("assignment")
    found = get_object_or_404(own.filter(assignment__in=visible_to(request.user)), pk=part_id)
    form = ShareForm(request.POST or None, own=request.user.department)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        said = {"receiver": facts["receiver"], "fields": facts["fields_"]}
        said |= {"purpose": facts["purpose"], "basis": facts["basis"]}
        if form.run(share_part, found.pk, **said, by=request.user, at=timezone.now()):
            messages.success(request, f"已向{facts['receiver']}提供，并已记录。")
            return redirect("staff:assignment", found.assignment_id)
    return _form_page(request, form, "向其他部门提供", "提供", found.assignment)


@staff_page(*SIDES)
@require_GET
def file(request: HttpRequest, assignment_file_id: int) -> HttpResponse:
    """One file of an assignment, for its two sides or for whom it was shared with."""
    found = files_for(request.user).filter(pk=assignment_file_id).first()
    if found is None:
        raise NotFound(what="这份材料")
    return file_response(found.file, name=found.name)


@staff_page(*READERS)
@require_GET
def sharings(request: HttpRequest) -> HttpResponse:
    """Who got what, what for; the newest first."""
    filters = SharingFilters(request.GET, asker=asker_of(request))
    rows = filters.listed(sharings_for(request.user))
    query = request.GET.urlencode()
    page = {"form": bar_of(filters), "page": page_of(request, rows), "query": query}
    return render(request, "staff/assignments/sharings.html", page)


@staff_page(*READERS)
@require_GET
def sharings_file(request: HttpRequest) -> HttpResponse:
    """The same rows as an Excel workbook."""
    filters = SharingFilters(request.GET, asker=asker_of(request))
    rows = filters.listed(sharings_for(request.user))
    book, today = Workbook(), localdate(timezone.now())
    book.table("信息提供记录", _COLUMNS, map(_line, rows), over=f"信息提供记录（{today}导出）")
    name = f"信息提供记录{today}.xlsx"
    return bytes_response(book.content(), media_type=MEDIA_TYPE, name=name, download=True, keep_s=0)


def _line(row: Sharing) -> list[str]:
    return [
        f"{localtime(row.shared_at):%Y-%m-%d %H:%M}",
        row.giver.name if row.giver else "系统",
        row.receiver_name,
        row.get_purpose_display(),
        row.basis,
        row.about,
        "、".join(row.fields),
        str(row.shared_by or "系统"),
    ]


def _get(request: HttpRequest, assignment_id: int) -> Assignment:
    return get_object_or_404(visible_to(request.user), pk=assignment_id)


def _form_page(
    request: HttpRequest, form: StaffForm, title: str, button: str, found: Assignment | None
) -> HttpResponse:
    page = {"form": form, "title": title, "button": button, "assignment": found}
    status = 422 if form.is_bound else 200
    return render(request, "staff/assignments/form.html", page, status=status)
