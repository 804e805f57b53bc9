"""Marking what others must not see, on the picture itself."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission as P
from common.errors import BadInput
from evidence.errors import NotAPhoto
from evidence.queries import get_original, originals_for
from evidence.services import make_copy
from evidence.states import OriginalKind
from staff.access import staff_page

_MOST_SIGNS = 5000  # sixty areas of four numbers


@staff_page(P.VISIT_RECORD)
@require_http_methods(["GET", "POST"])
def hide(request: HttpRequest, original_id: int) -> HttpResponse:
    """Look at a photograph, mark faces of children, and vouch for the copy that others get."""
    original = get_original(original_id, user=request.user)
    if original.kind != OriginalKind.PHOTO:
        raise NotAPhoto(original=original)
    if request.method == "POST":
        areas = _areas(request.POST.get("areas", ""))
        make_copy(original.pk, areas=areas, by=request.user, at=timezone.now())
        done = f"已遮盖{len(areas)}处" if areas else "未见须遮盖的内容"
        messages.success(request, f"{original}的副本已制作，{done}。")
        return _next(request, original.visit_id)
    copy = original.newest_copy
    page = {"original": original, "visit": original.visit, "areas": copy.areas if copy else []}
    return render(request, "staff/evidence/hide.html", page)


def _areas(text: str) -> list[list[int]]:
    """What the page sends: a JSON list of lists of whole numbers. Raises BadInput."""
    wrong = BadInput(sentence="遮盖区域没有读懂，请重新框选后再保存。")
    if len(text) > _MOST_SIGNS:
        raise wrong
    try:
        areas = json.loads(text or "[]")
    except (ValueError, RecursionError):
        raise wrong from None
    if not isinstance(areas, list) or not all(isinstance(area, list) for area in areas):
        raise wrong
    return areas


def _next(request: HttpRequest, visit_id: int) -> HttpResponse:
    """The next photograph of the visit that nobody looked at, or back to all of them."""
    photos = originals_for(request.user).photos().filter(visit=visit_id, copies__isnull=True)
    waiting = photos.order_by("pk").first()
    if waiting is None:
        return redirect("staff:visit-evidence", visit_id)
    return redirect("staff:original-hide", waiting.pk)
