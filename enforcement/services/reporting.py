"""What the party reports through its link, and the receipt it takes away."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from common.canonical import canonical
from common.clock import localdate
from common.errors import NotFound
from documents.models import StoredFile
from enforcement.errors import LinkEnded, ReasonMissing, TooManyReports, TooMuchSent
from enforcement.models import AnswerPhoto, InstitutionAnswer, LinkEnd, Notice, RectificationLink
from enforcement.services._locks import locked
from enforcement.states import NOTICE

PHOTOS_MOST = 9
REPORTS_MOST = 10  # through links, for one notice
TEXT_MOST = 3000  # characters
_RECEIPT_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
_RECEIPT_LENGTH = 6


@transaction.atomic
def report_by_link(
    link_id: int,
    *,
    text: str,
    reporter: str,
    photos: Sequence[StoredFile],
    request_id: UUID,
    at: datetime,
) -> InstitutionAnswer:
    """Take the party's report; the caller has let it in by link and PIN.

    The same ``request_id`` again gives the first receipt. A report after the limit is taken
    as well: it is late, not lost.

    Raises NotFound, LinkEnded, WrongState when the order has ended, ReasonMissing,
    TooMuchSent, TooManyReports; then nothing was kept but the files.
    """
    link = RectificationLink.objects.filter(pk=link_id).first()
    if link is None:
        raise NotFound(what="这个链接")
    notice = locked(link.notice_id)
    link.refresh_from_db()  # it may have ended while we waited for the notice
    if (same := InstitutionAnswer.objects.filter(request_id=request_id).first()) is not None:
        return same
    if not link.is_open:
        raise LinkEnded(why=LinkEnd(link.ended_because).label)
    NOTICE.apply(notice, "report_by_link", by=None, at=at, reporter=reporter.strip())
    _check(notice, text, reporter, photos)
    notice.save(update_fields=["state"])
    return _keep(link, text.strip(), reporter.strip(), photos, request_id=request_id, at=at)


def _check(notice: Notice, text: str, reporter: str, photos: Sequence[StoredFile]) -> None:
    if not text.strip() or not reporter.strip():
        raise ReasonMissing(action="提交整改报告")
    if len(text) > TEXT_MOST or len(photos) > PHOTOS_MOST:
        raise TooMuchSent(characters=TEXT_MOST, photos=PHOTOS_MOST)
    if notice.answers.filter(link__isnull=False).count() >= REPORTS_MOST:
        raise TooManyReports(notice=notice, most=REPORTS_MOST)


def _keep(
    link: RectificationLink,
    text: str,
    reporter: str,
    photos: Sequence[StoredFile],
    *,
    request_id: UUID,
    at: datetime,
) -> InstitutionAnswer:
    different = list({photo.pk: photo for photo in photos}.values())
    answer = InstitutionAnswer.objects.create(
        notice=link.notice,
        link=link,
        text=text,
        reporter=reporter,
        received_on=localdate(at),
        entered_at=at,
        receipt_no=_receipt_no(at),
        content_sha256=_digest(link.notice, text, reporter, different, at=at),
        request_id=request_id,
    )
    AnswerPhoto.objects.bulk_create(
        AnswerPhoto(answer=answer, no=no, file=photo) for no, photo in enumerate(different, 1)
    )
    return answer


def _receipt_no(at: datetime) -> str:
    chosen = "".join(secrets.choice(_RECEIPT_SIGNS) for _ in range(_RECEIPT_LENGTH))
    return f"{localdate(at):%Y%m%d}-{chosen}"


def _digest(
    notice: Notice, text: str, reporter: str, photos: Sequence[StoredFile], *, at: datetime
) -> str:
    """Of everything that was sent; the party can have it checked against what lies here."""
    sent = {
        "notice": notice.number,
        "text": text,
        "reporter": reporter,
        "photos": [photo.sha256 for photo in photos],
        "received_at": at.isoformat(),
    }
    return sha256(canonical(sent).encode()).hexdigest()
