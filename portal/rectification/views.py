"""The party's pages: the PIN, the order with its findings, the report, the receipt."""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.clock import localdate
from common.errors import NotFound
from common.limits import limited
from common.pages import public_page
from documents.errors import FileTooLarge
from documents.models import StoredFile
from documents.photos import MAX_PHOTO_MB
from documents.services import accept_photo
from enforcement.models import InstitutionAnswer, RectificationLink
from enforcement.queries import days_left, findings_of, link_of, may_report, reports_by_link
from enforcement.services import enter_link, report_by_link
from portal.pins import PinDoor
from portal.rectification.forms import PinForm, ReportForm
from portal.views import private

_MB = 1024 * 1024

_DOOR = PinDoor("rectification", "/r/", link_of)


@public_page("The party of an order comes in by the link and the PIN that it was handed.")
@limited("rectify")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, link_token: str) -> HttpResponse:
    """The PIN, or for whoever showed it the order and what was reported."""
    link = _DOOR.open_link_of(link_token)
    if _DOOR.is_in(request, link):
        return _order(request, link, link_token, ReportForm())
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entered = form.run(enter_link, link_token, form.cleaned_data["pin"], at=timezone.now())
        if entered is not None:
            response = redirect("rectification:enter", link_token)
            _DOOR.let_in(response, request, entered, link_token)
            return private(response)
    status = 422 if form.errors else 200
    return private(render(request, "portal/rectification/pin.html", {"form": form}, status=status))


@public_page("The party sends its report; it has shown the PIN within the hour.")
@limited("rectify")
@require_POST
def report(request: HttpRequest, link_token: str) -> HttpResponse:
    """Take the report and lead to its receipt."""
    link = _DOOR.open_link_of(link_token)
    if not _DOOR.is_in(request, link):
        return private(redirect("rectification:enter", link_token))
    form = ReportForm(request.POST, request.FILES)
    if form.is_valid() and (answer := form.run(_report, link, form, at=timezone.now())):
        return private(redirect("rectification:receipt", link_token, answer.receipt_no))
    return _order(request, link, link_token, form, status=422)


@public_page("The party looks at a receipt of its own; it has shown the PIN within the hour.")
@limited("rectify")
@require_GET
def receipt(request: HttpRequest, link_token: str, receipt_no: str) -> HttpResponse:
    """When it was received, and the digest of everything that was sent."""
    link = _DOOR.open_link_of(link_token)
    if not _DOOR.is_in(request, link):
        return private(redirect("rectification:enter", link_token))
    reports = reports_by_link(link.notice)
    answer = next((one for one in reports if one.receipt_no == receipt_no), None)
    if answer is None:
        raise NotFound(what="这份回执")
    page = {"answer": answer, "notice": link.notice, "link_token": link_token}
    return private(render(request, "portal/rectification/receipt.html", page))


def _order(
    request: HttpRequest, link: RectificationLink, token: str, form: ReportForm, status: int = 200
) -> HttpResponse:
    notice = link.notice
    page = {
        "notice": notice,
        "findings": findings_of(notice),
        "days_left": days_left(notice, localdate(timezone.now())),
        "reports": reports_by_link(notice),
        "may_report": may_report(notice),
        "form": form,
        "link_token": token,
    }
    return private(render(request, "portal/rectification/order.html", page, status=status))


def _report(link: RectificationLink, form: ReportForm, *, at: datetime) -> InstitutionAnswer:
    facts = form.cleaned_data
    return report_by_link(
        link.pk,
        text=facts["text"],
        reporter=facts["reporter"],
        photos=[_kept(photo, at=at) for photo in facts["photos"]],
        request_id=facts["request_id"],
        at=at,
    )


def _kept(photo: UploadedFile, *, at: datetime) -> StoredFile:
    """Refused before it fills the memory of the web process."""
    name, size_mb = photo.name or "照片", -(-(photo.size or 0) // _MB)
    if size_mb > MAX_PHOTO_MB:
        raise FileTooLarge(name=name, size_mb=size_mb, limit_mb=MAX_PHOTO_MB)
    return accept_photo(photo.read(), name=name, at=at)
