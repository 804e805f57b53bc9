"""Photographs arrive by themselves, before or after the record, or together with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.gis.geos import Point
from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import NotFound, WrongState
from documents.models import StoredFile
from documents.services import accept_photo
from inspections.errors import PhotoUnfit
from inspections.models import Finding, Photo, Visit
from inspections.records import PhotoIn
from inspections.services._locks import locked_visit
from inspections.services._place import require_in_county
from inspections.states import TAKES_PHOTOS, VISIT


@transaction.atomic
def add_photo(
    visit_id: int,
    *,
    content: bytes,
    name: str,
    by: User,
    at: datetime,
    taken_at: datetime | None = None,
    caption: str = "",
    point: Point | None = None,
) -> Photo:
    """Keep a photograph of a visit that is not confirmed yet. The same file again is no change.

    Raises NotAllowed, NotFound, WrongState, PointOutsideCounty and every refusal of
    ``documents.services.accept_photo``.
    """
    require(by, Permission.VISIT_RECORD)
    if not Visit.objects.visible_to(by).filter(pk=visit_id).exists():
        raise NotFound(what="这次检查")
    require_in_county(point)
    file = accept_photo(content, name=name, at=at)  # slow, so no lock is held yet
    visit = locked_visit(visit_id)
    _require_unconfirmed(visit)
    photo, is_new = Photo.objects.get_or_create(
        visit=visit,
        file=file,
        defaults={
            "taken_at": taken_at,
            "point": point,
            "caption": caption.strip(),
            "added_at": at,
            "added_by": by,
        },
    )
    if is_new:
        record("visit.add_photo", visit, by=by, at=at, photo=photo.pk, sha256=file.sha256)
    return photo


def attach_photos(
    visit: Visit,
    photos: Sequence[PhotoIn],
    findings: Sequence[Finding],
    *,
    by: User,
    at: datetime,
) -> None:
    """Keep the photographs of a record, each with the finding it shows.

    One that arrived earlier by itself keeps its row and is only tied to its finding. The
    caller holds the visit. Raises PhotoUnfit, PointOutsideCounty.
    """
    _require_fit(photos, len(findings))
    earlier = {photo.file_id: photo for photo in visit.photos.all()}
    for sent in photos:
        require_in_county(sent.point)
        finding = findings[sent.finding_no - 1] if sent.finding_no else None
        known = earlier.get(sent.file_id)
        if known is None:
            _new_photo(visit, sent, finding, by=by, at=at)
        elif finding is not None:
            known.finding = finding
            known.save(update_fields=["finding"])


def _require_fit(photos: Sequence[PhotoIn], findings: int) -> None:
    sent = [photo.file_id for photo in photos]
    stored = set(StoredFile.objects.filter(pk__in=sent).photos().values_list("pk", flat=True))
    for no, photo in enumerate(photos, start=1):
        if photo.file_id not in stored:
            raise PhotoUnfit(no=no, reason="文件未上传或不是照片")
        if photo.file_id in sent[: no - 1]:
            raise PhotoUnfit(no=no, reason="与本记录的另一张照片相同")
        if not 0 <= photo.finding_no <= findings:
            raise PhotoUnfit(no=no, reason="所指的问题不存在")


def _new_photo(
    visit: Visit, sent: PhotoIn, finding: Finding | None, *, by: User, at: datetime
) -> None:
    Photo.objects.create(
        visit=visit,
        finding=finding,
        file_id=sent.file_id,
        taken_at=sent.taken_at,
        point=sent.point,
        caption=sent.caption.strip(),
        added_at=at,
        added_by=by,
    )


def _require_unconfirmed(visit: Visit) -> None:
    if visit.state not in TAKES_PHOTOS:
        raise WrongState(
            thing=visit,
            state=VISIT.label(visit.state),
            action="添加照片",
            wanted="”或“".join(VISIT.label(state) for state in TAKES_PHOTOS),
        )
