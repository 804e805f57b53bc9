"""The receiver's way in: opened by staff, its PIN shown once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.permissions import Permission as P
from staff.access import staff_page
from staff.sign_in.pictures import qr_picture
from transfers.queries import transfers_for
from transfers.services import close_transfer_link, open_transfer_link


@staff_page(P.CASE_HANDLE)
@never_cache
@require_POST
def open_new(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Open the link; address and PIN are on this page and never shown again."""
    found = get_object_or_404(transfers_for(request.user), pk=transfer_id)
    opened = open_transfer_link(found.pk, by=request.user, at=timezone.now())
    address = request.build_absolute_uri(reverse("transfers:enter", args=[opened.token]))
    page = {"transfer": found, "address": address, "picture": qr_picture(address)}
    return render(request, "staff/transfers/link.html", {**page, "pin": opened.pin})


@staff_page(P.CASE_HANDLE)
@require_POST
def close(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """End the link."""
    found = get_object_or_404(transfers_for(request.user), pk=transfer_id)
    close_transfer_link(found.pk, by=request.user, at=timezone.now())
    messages.success(request, "已停用反馈链接。")
    return redirect("staff:transfer", found.pk)
