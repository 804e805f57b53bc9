"""Sending stored files: the browser may not guess their type, keep them for others or run them."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from documents.errors import FileTooLarge
from documents.models import StoredFile
from documents.photos import MAX_PHOTO_MB

_SHOWN = ("image/jpeg", "image/png", "image/webp", "application/pdf")
_A_DAY_S = 24 * 60 * 60


def content_of(sent: UploadedFile, *, most_mb: int = MAX_PHOTO_MB) -> bytes:
    """What was sent. Raises FileTooLarge before it fills the memory of the web process."""
    size_mb = -(-(sent.size or 0) // (1024 * 1024))
    if size_mb > most_mb:
        raise FileTooLarge(name=sent.name or "文件", size_mb=size_mb, limit_mb=most_mb)
    return sent.read()


def file_response(file: StoredFile, *, name: str = "", download: bool = False) -> HttpResponse:
    """A stored file as the browser may have it; a type that cannot be shown is downloaded."""
    attach = download or file.media_type not in _SHOWN
    media_type = file.media_type if file.media_type in _SHOWN else "application/octet-stream"
    response = bytes_response(
        file.content, media_type=media_type, name=name or file.name, download=attach
    )
    response["ETag"] = f'"{file.sha256}"'
    return response


def bytes_response(
    content: bytes, *, media_type: str, name: str, download: bool = False, keep_s: int = _A_DAY_S
) -> HttpResponse:
    """Bytes with the headers that keep them private and plain; ``keep_s`` 0: in no cache at all."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(download, _plain(name)) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    # A browser's own PDF viewer is a page with scripts, which the policy of ours would stop.
    response._csp_exempt = media_type == "application/pdf"  # type: ignore[attr-defined]  # django-csp
    kept = f"private, max-age={keep_s}, immutable" if keep_s else "no-store"
    response["Cache-Control"] = kept
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _plain(name: str) -> str:
    """A file name without path, control characters or the marks that systems give a meaning."""
    kept = "".join(sign for sign in name if sign.isprintable() and sign not in '\\/:*?"<>|')
    return kept.strip(". ")[:120] or "file"
