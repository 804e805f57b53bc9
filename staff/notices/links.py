"""The party's way in: opened by staff, its PIN shown once; and the photos that came through it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission as P
from common.errors import NotFound
from enforcement.queries import get_notice
from enforcement.services import close_link, open_link
from staff.access import staff_page
from staff.files import file_response
from staff.sign_in.pictures import qr_picture


@staff_page(P.NOTICE_SERVE)
@never_cache
@require_POST
def open_new(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Open the link; address and PIN are on this page and never shown again."""
    notice = get_notice(notice_id, user=request.user)
    opened = open_link(notice.pk, by=request.user, at=timezone.now())
    path = reverse("rectification:enter", args=[opened.token])
    address = request.build_absolute_uri(path)
    page = {
        "notice": notice,
        "address": address,
        "picture": qr_picture(address),
        "pin": opened.pin,
    }
    return render(request, "staff/notices/link.html", page)


@staff_page(P.NOTICE_SERVE)
@require_POST
def close(request: HttpRequest, notice_id: int) -> HttpResponse:
    """End the link."""
    notice = get_notice(notice_id, user=request.user)
    close_link(notice.pk, by=request.user, at=timezone.now())
    messages.success(request, "已停用整改反馈链接。")
    return redirect("staff:notice", notice.pk)


@staff_page(P.EVIDENCE_VIEW)
@require_GET
def answer_photo(request: HttpRequest, notice_id: int, answer_id: int, no: int) -> HttpResponse:
    """One photograph that came with a report, as it was sent."""
    notice = get_notice(notice_id, user=request.user)
    answer = notice.answers.filter(pk=answer_id).first()
    photo = answer.photos.select_related("file").filter(no=no).first() if answer else None
    if photo is None:
        raise NotFound(what="这张照片")
    return file_response(photo.file)
