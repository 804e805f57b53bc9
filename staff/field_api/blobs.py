"""Photos and strokes come in by parts (docs/field-protocol.md, 4)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.http import require_http_methods

from common.errors import BadInput
from field import blobs
from field.errors import BlobOffset
from staff.field_api.access import bytes_call, refused


@bytes_call
@require_http_methods(["HEAD", "PATCH"])
def blob(request: HttpRequest, checksum: str) -> HttpResponse:
    """How much of it is here; or some more of it."""
    device = request.device_key
    if request.method == "HEAD":
        return _told(checksum, device, is_whole=blobs.is_whole(checksum), status=200)
    try:
        is_whole = blobs.append(
            checksum,
            _reader(request),
            device=device,
            begins=_number(request, "Upload-Offset"),
            sends=_number(request, "Content-Length"),
            total=_number(request, "Upload-Length"),
        )
    except BlobOffset as refusal:
        response = refused(request, refusal)
        response["Upload-Offset"] = str(refusal.facts["offset"])
        return response
    return _told(checksum, device, is_whole=is_whole, status=204)


def _told(checksum: str, device: str, *, is_whole: bool, status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    response["Upload-Offset"] = str(blobs.offset(checksum, device=device))
    response["Upload-Complete"] = "?1" if is_whole else "?0"
    return response


def _reader(request: HttpRequest) -> blobs.Read:
    """Reads on; at the end of a line that was cut it gives nothing more."""

    def read(count: int) -> bytes:
        try:
            return request.read(count)
        except UnreadablePostError:
            return b""

    return read


def _number(request: HttpRequest, name: str) -> int:
    value = request.headers.get(name, "")
    if not (value.isascii() and value.isdecimal() and len(value) < 16):
        raise BadInput(sentence=f"缺少或无效的标头{name}。")
    return int(value)
