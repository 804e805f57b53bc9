"""Bytes of evidence: the original to few, the copy to all who may know of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from common.errors import NotFound
from evidence.queries import get_manifest, get_original, get_paper, screen_view
from evidence.services import look_at_original, look_at_sealed
from staff.access import staff_page
from staff.cache import kept
from staff.files import bytes_response, file_response

_KEPT_S = 60 * 60


@staff_page(P.EVIDENCE_VIEW)
@require_GET
def original(request: HttpRequest, original_id: int) -> HttpResponse:
    """The file as it came; who looked is written down."""
    file = look_at_original(original_id, by=request.user, at=timezone.now())
    return _not_kept(file_response(file))


@staff_page(P.EVIDENCE_VIEW, P.VISIT_RECORD)
@require_GET
def view(request: HttpRequest, original_id: int) -> HttpResponse:
    """The photograph at the size of a screen, to look for what must be hidden."""
    found = get_original(original_id, user=request.user)
    if not found.file.media_type.startswith("image/"):
        raise NotFound(what="这张照片")
    key = f"evidence-view:{found.file.sha256}"
    small = kept(key, lambda: screen_view(found), keep_s=_KEPT_S)
    return bytes_response(small, media_type="image/jpeg", name="view.jpg")


@staff_page(P.EVIDENCE_VIEW, P.VISIT_RECORD)
@require_GET
def copy(request: HttpRequest, original_id: int) -> HttpResponse:
    """The newest copy for others."""
    newest = get_original(original_id, user=request.user).newest_copy
    if newest is None:
        raise NotFound(what="这份证据的副本")
    return _not_kept(file_response(newest.file))


@staff_page(P.EVIDENCE_VIEW, P.VISIT_RECORD)
@require_GET
def paper(request: HttpRequest, paper_id: int) -> HttpResponse:
    """The PDF of a paper; a sealed one is drawn for this look, which is written down."""
    found = get_paper(paper_id, user=request.user)
    name = f"{found}-{found.visit.institution.name}.pdf"
    if found.is_sealed:
        pdf = look_at_sealed(found.pk, by=request.user, at=timezone.now())
        return _not_kept(bytes_response(pdf, media_type="application/pdf", name=name))
    if found.document is None:
        raise NotFound(what="这份文书的印制件（正在印制，请稍后再看）")
    return file_response(found.document, name=name)


@staff_page(P.EVIDENCE_VIEW)
@require_GET
def manifest(request: HttpRequest, manifest_id: int) -> HttpResponse:
    """The day's list as a file, to check it elsewhere."""
    return file_response(get_manifest(manifest_id).file, download=True)


@staff_page(P.EVIDENCE_VIEW)
@require_GET
def stamp(request: HttpRequest, manifest_id: int) -> HttpResponse:
    """The newest time stamp of a day's list, as the authority sent it."""
    made = get_manifest(manifest_id)
    stamps = list(made.stamps.all())
    if not stamps:
        raise NotFound(what="这一日清单的时间戳")
    name = made.file.name + ".tsr"
    token = bytes(stamps[-1].token)
    return bytes_response(token, media_type="application/timestamp-reply", name=name, download=True)


def _not_kept(response: HttpResponse) -> HttpResponse:
    """Each look must reach us, and another copy may be made."""
    response["Cache-Control"] = "private, no-store"
    return response
