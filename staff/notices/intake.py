"""Taking in a scanned report: a photo, or a PDF that can be read."""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from documents.models import StoredFile
from documents.services import accept_pdf, accept_photo
from staff.files import content_of

MAX_SCAN_MB = 20


def keep_scan(sent: UploadedFile | None, *, at: datetime) -> StoredFile | None:
    """Store what was sent with a report; nothing sent is nothing stored.

    Raises FileTooLarge and every refusal of ``accept_photo`` and ``accept_pdf``.
    """
    if sent is None:
        return None
    content, name = content_of(sent, most_mb=MAX_SCAN_MB), sent.name or "整改报告"
    if not content.startswith(b"%PDF"):
        return accept_photo(content, name=name, at=at)
    return accept_pdf(content, name=name, at=at)
