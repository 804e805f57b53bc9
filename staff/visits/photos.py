"""Photos: taken in before the record under a signed token, shown only to whom the visit is."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission as P
from common.errors import BadInput, NotFound
from documents.models import StoredFile
from documents.services import accept_photo
from evidence.services import add_photo_by_page
from inspections.models import Visit
from inspections.queries import get_visit, photos_for
from inspections.services import PhotoIn
from staff.access import staff_page
from staff.files import bytes_response, content_of, file_response
from staff.plain_text import without_odd_signs
from staff.visits.forms import PhotoForm
from staff.visits.thumbnails import small_picture
from tenants.keys import county_key

_SALT = "staff.visit-photo"
_HOLDS_S = 14 * 24 * 60 * 60  # a draft may wait that long for its sending


@dataclass(frozen=True, slots=True)
class Upload:
    """A stored photo that waits for its record, and what the officer wrote under it."""

    token: str
    url: str
    file_id: int
    caption: str = ""


def keep(visit: Visit, sent, user) -> Upload:
    """Store one sent file and answer with the token that lets the record name it."""
    file = accept_photo(content_of(sent), name=sent.name or "照片", at=timezone.now())
    token = signing.dumps([visit.pk, file.pk, user.pk], salt=county_key(_SALT), compress=True)
    return _upload(visit, token, file.pk)


def uploads_in(request: HttpRequest, visit: Visit) -> list[Upload]:
    """The photos a record names: tokens of earlier uploads, then files sent along with it."""
    tokens, captions = request.POST.getlist("photo"), request.POST.getlist("caption")
    named = []
    for place, token in enumerate(tokens):
        caption = captions[place] if place < len(captions) else ""
        file_id = file_of(visit, token, request.user)
        named.append(_upload(visit, token, file_id, without_odd_signs(caption)[:200]))
    return named + [keep(visit, sent, request.user) for sent in request.FILES.getlist("photos")]


def photo_in(upload: Upload) -> PhotoIn:
    return PhotoIn(file_id=upload.file_id, caption=upload.caption)


def file_of(visit: Visit, token: str, user) -> int:
    """The key of the file that a token names. Raises BadInput for a foreign or old token."""
    try:
        visit_id, file_id, user_id = signing.loads(token, salt=county_key(_SALT), max_age=_HOLDS_S)
    except (signing.BadSignature, ValueError, TypeError) as odd:
        raise BadInput(sentence="有一张照片的上传凭据无效或已过期，请重新选择照片。") from odd
    if (visit_id, user_id) != (visit.pk, user.pk):
        raise BadInput(sentence="有一张照片不是为这次检查上传的，请重新选择照片。")
    return int(file_id)


def _upload(visit: Visit, token: str, file_id: int, caption: str = "") -> Upload:
    return Upload(token, reverse("staff:visit-uploaded", args=[visit.pk, token]), file_id, caption)


@staff_page(P.VISIT_RECORD)
@require_POST
def upload(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Take in one photo for a record that is still being written."""
    visit = get_visit(visit_id, request.user)
    sent = request.FILES.get("photo")
    if sent is None:
        raise BadInput(sentence="没有收到照片，请重新选择。")
    kept = keep(visit, sent, request.user)
    return JsonResponse({"token": kept.token, "url": kept.url})


@staff_page(P.VISIT_RECORD)
@require_GET
def uploaded(request: HttpRequest, visit_id: int, token: str) -> HttpResponse:
    """The picture of an upload, for whoever sent it."""
    visit = get_visit(visit_id, request.user)
    file = StoredFile.objects.photos().filter(pk=file_of(visit, token, request.user)).first()
    if file is None:
        raise NotFound(what="这张照片")
    return file_response(file)


@staff_page(P.VISIT_RECORD)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Add one photo to a visit that is not confirmed yet."""
    visit = get_visit(visit_id, request.user)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["photo"]
        taken = form.run(
            add_photo_by_page,
            visit.pk,
            content=content_of(sent),
            name=sent.name,
            caption=form.cleaned_data["caption"],
            by=request.user,
            at=timezone.now(),
        )
        if taken:
            return redirect("staff:visit", visit.pk)
    return render(request, "staff/visits/photo_add.html", {"visit": visit, "form": form})


@staff_page(P.EVIDENCE_VIEW, P.VISIT_RECORD)
@require_GET
def photo(request: HttpRequest, visit_id: int, photo_id: int) -> HttpResponse:
    """One photo of a visit, with its bytes as they came; ``?small=1`` a small picture of it."""
    visit = get_visit(visit_id, request.user)
    found = photos_for(visit, request.user).filter(pk=photo_id).first()
    if found is None:
        raise NotFound(what="这张照片")
    if "small" in request.GET and (small := small_picture(found.file)):
        return bytes_response(small, media_type="image/jpeg", name="small.jpg")
    return file_response(found.file)
