"""Which certificate signs, how long it holds, and how the seal looks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.permissions import Permission
from common.clock import localdate
from common.errors import NotFound
from documents.photos import MAX_PHOTO_MB
from documents.seals import seal_svg
from policies.queries import values_on
from signing.models import SealCertificate, SealPicture, SignedFile
from signing.queries import WARN_DAYS, newest_picture
from signing.seals import is_drawn
from signing.services import add_seal_picture, register_certificate, retire_certificate
from staff.access import staff_page
from staff.files import content_of
from staff.seals.forms import CertificateForm, PictureForm, RetireForm


@staff_page(Permission.SEAL_MANAGE)
@require_GET
def seals(request: HttpRequest) -> HttpResponse:
    """The certificate in use, those before it, the seal, and signatures that wait for more."""
    now = timezone.now()
    certificates = list(SealCertificate.objects.select_related("registered_by", "retired_by"))
    page = {
        "in_use": next((one for one in certificates if one.state == "in_use"), None),
        "retired": [one for one in certificates if one.state == "retired"],
        "now": now,
        "waiting": SignedFile.objects.waiting().count(),
        "signed": SignedFile.objects.count(),
        "trouble": SignedFile.objects.waiting().exclude(last_error="").first(),
        **_seal(now),
        **_ending(certificates, now),
    }
    return render(request, "staff/seals/seals.html", page)


@staff_page(Permission.SEAL_MANAGE)
@require_http_methods(["GET", "POST"])
def new_certificate(request: HttpRequest) -> HttpResponse:
    form = CertificateForm(request.POST or None)
    if form.is_valid():
        made = form.run(register_certificate, form.place(), by=request.user, at=timezone.now())
        if made:
            messages.success(request, f"证书“{made}”已登记，此后签发的文书用它签名。")
            return redirect("staff:seals")
    page = {"form": form, "heading": "登记签名证书", "button": "核对并登记"}
    return render(request, "staff/seals/form.html", page, status=422 if form.is_bound else 200)


@staff_page(Permission.SEAL_MANAGE)
@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, certificate_id: int) -> HttpResponse:
    certificate = get_object_or_404(SealCertificate, pk=certificate_id)
    form = RetireForm(request.POST or None)
    if form.is_valid():
        done = form.run(
            retire_certificate,
            certificate.pk,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
        if done:
            messages.success(request, f"证书“{done}”已停用；登记新证书之前，文书不带电子签名。")
            return redirect("staff:seals")
    page = {"form": form, "heading": f"停用证书“{certificate}”", "button": "停用"}
    return render(request, "staff/seals/form.html", page, status=422 if form.is_bound else 200)


@staff_page(Permission.SEAL_MANAGE)
@require_http_methods(["GET", "POST"])
def add_picture(request: HttpRequest) -> HttpResponse:
    form = PictureForm(request.POST or None, request.FILES or None)
    if form.is_valid() and form.run(
        _keep, form.cleaned_data["file"], by=request.user, at=timezone.now()
    ):
        messages.success(request, "印章图片已更新，此后批准的文书用它。")
        return redirect("staff:seals")
    page = {"form": form, "heading": "上传印章图片", "button": "上传", "is_upload": True}
    return render(request, "staff/seals/form.html", page, status=422 if form.is_bound else 200)


@staff_page(Permission.SEAL_MANAGE)
@require_GET
def picture(request: HttpRequest) -> HttpResponse:
    """The seal as papers bear it: the county's picture, or the drawing."""
    kept = newest_picture()
    if kept is not None:
        return HttpResponse(kept.file.content, content_type="image/png")
    organ = _organ(timezone.now())
    if not organ:
        raise NotFound(what="印章图样")
    return HttpResponse(seal_svg(organ), content_type="image/svg+xml")


def _keep(file: UploadedFile, *, by: User, at: datetime) -> SealPicture:
    content = content_of(file, most_mb=MAX_PHOTO_MB)
    return add_seal_picture(content, name=file.name or "印章.png", by=by, at=at)


def _organ(now: datetime) -> str:
    return str(values_on(localdate(now), ["organ.name"])["organ.name"] or "")


def _seal(now: datetime) -> dict[str, Any]:
    return {
        "is_drawn": is_drawn(localdate(now)),
        "organ": _organ(now),
        "own_picture": newest_picture(),
    }


def _ending(certificates: list[SealCertificate], now: datetime) -> dict[str, Any]:
    """Days that the certificate in use still holds, and whether that is few."""
    in_use = next((one for one in certificates if one.state == "in_use"), None)
    if in_use is None:
        return {"days_left": None, "is_ending": False, "is_over": False}
    days = (localdate(in_use.not_after) - localdate(now)).days
    return {"days_left": days, "is_ending": days <= WARN_DAYS, "is_over": in_use.not_after < now}
