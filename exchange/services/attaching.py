"""Files of assignments that come by parts, over a line that breaks."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from accounts.models import User
from assignments.models import Assignment, AssignmentFile
from assignments.queries import visible_to
from assignments.services import attach, require_open
from common.errors import NotFound
from documents.models import StoredFile
from documents.services import accept_pdf, accept_photo
from exchange.errors import UploadDiffers, UploadKindUnknown, UploadOffset, UploadTooLarge
from exchange.models import Upload, UploadPart
from exchange.states import MOST_MB

_KEEP = timedelta(days=3)
_PHOTOS = (b"\xff\xd8\xff", b"\x89PNG")


@transaction.atomic
def begin_upload(
    assignment_id: int, *, name: str, checksum: str, size_bytes: int, by: User, at: datetime
) -> Upload:
    """Announce a file; the same again goes on where it was.

    Raises NotFound, WrongState, UploadTooLarge.
    """
    assignment = _seen(assignment_id, by)
    require_open(assignment, "添加附件")
    if size_bytes > MOST_MB * 1024 * 1024:
        raise UploadTooLarge(limit_mb=MOST_MB)
    row, _ = Upload.objects.get_or_create(
        assignment=assignment,
        begun_by=by,
        sha256=checksum,
        defaults={"name": name[-200:], "size_bytes": size_bytes, "begun_at": at},
    )
    return row


def take_part(
    upload_id: int, content: bytes, *, begins: int, by: User, at: datetime
) -> Upload | AssignmentFile:
    """Some more bytes; with the last ones the file is checked, kept and attached.

    Raises NotFound, UploadOffset, UploadTooLarge, UploadDiffers (and its bytes are forgotten),
    UploadKindUnknown, what ``documents`` refuses, and what ``assignments.services.attach`` raises.
    """
    taken = _take(upload_id, content, begins=begins, by=by, at=at)
    if taken is None:  # after the transaction, so that what was wrong is really forgotten
        raise UploadDiffers(name=Upload.objects.get(pk=upload_id).name)
    return taken


@transaction.atomic
def _take(
    upload_id: int, content: bytes, *, begins: int, by: User, at: datetime
) -> Upload | AssignmentFile | None:
    rows = Upload.objects.select_for_update(of=("self",))
    upload = rows.filter(pk=upload_id, begun_by=by).first()
    if upload is None:
        raise NotFound(what="这个上传")
    if begins != upload.received_bytes:
        raise UploadOffset(offset=upload.received_bytes)
    if begins + len(content) > upload.size_bytes:
        raise UploadTooLarge(limit_mb=MOST_MB)
    if content:
        UploadPart.objects.create(upload=upload, begins=begins, content=content)
    upload.received_bytes += len(content)
    upload.save(update_fields=["received_bytes"])
    if upload.received_bytes < upload.size_bytes:
        return upload
    whole = b"".join(bytes(part.content) for part in upload.parts.all())
    if sha256(whole).hexdigest() != upload.sha256:
        UploadPart.objects.filter(upload=upload).delete()
        upload.received_bytes = 0
        upload.save(update_fields=["received_bytes"])
        return None
    file = _accepted(whole, name=upload.name, at=at)
    attached = attach(upload.assignment_id, file=file, by=by, at=at)
    upload.delete()
    return attached


@transaction.atomic
def forget_uploads(*, at: datetime) -> int:
    """Drop uploads that nobody finished; how many rows. Safe to repeat."""
    return Upload.objects.filter(begun_at__lt=at - _KEEP).delete()[0]


def _seen(assignment_id: int, by: User) -> Assignment:
    found = visible_to(by).filter(pk=assignment_id).first()
    if found is None:
        raise NotFound(what="这件协作事项")
    return found


def _accepted(content: bytes, *, name: str, at: datetime) -> StoredFile:
    """What it is follows from its bytes."""
    if content.startswith(b"%PDF-"):
        return accept_pdf(content, name=name, at=at)
    if content.startswith(_PHOTOS):
        return accept_photo(content, name=name, at=at)
    raise UploadKindUnknown(name=name)
