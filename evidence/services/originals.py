"""Originals come in: once each, and whatever the state of their visit is by then."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import NotFound
from documents.models import StoredFile
from evidence.errors import OriginalUnfit
from evidence.models import Original
from evidence.states import OriginalKind
from inspections.models import Visit


@transaction.atomic
def keep_original(
    *,
    visit: Visit,
    file: StoredFile,
    kind: str,
    taken_at: datetime | None,
    point: Point | None,
    accuracy_m: int | None,
    device_key: str,
    item_code: str,
    by: User,
    at: datetime,
) -> Original:
    """Enter a stored file as an original of a visit. The same file again changes nothing.

    Args:
        kind: one of ``OriginalKind``.
        taken_at, point, accuracy_m: as the device said, WGS 84 and metres; None when unknown.
            A doubtful place or clock is kept as it came, for people to weigh.
        device_key: fingerprint of the device's key; empty when it came through a page.

    Any state of the visit will do: what an officer brings back after days must not be lost.
    Raises NotAllowed, NotFound, OriginalUnfit; then nothing has changed.
    """
    require(by, Permission.VISIT_RECORD)
    if not Visit.objects.visible_to(by).filter(pk=visit.pk).exists():
        raise NotFound(what="这次检查")
    _require_fit(file, kind)
    facts = {
        "kind": kind,
        "item_code": item_code,
        "taken_at": taken_at,
        "point": point,
        "accuracy_m": accuracy_m if point is not None else None,
        "device_key": device_key,
    }
    return enter(visit, file, facts, by=by, at=at)


@transaction.atomic
def look_at_original(original_id: int, *, by: User, at: datetime) -> StoredFile:
    """The file of an original as it came, for whoever may see evidence; the look is written down.

    Raises NotAllowed, NotFound.
    """
    require(by, Permission.EVIDENCE_VIEW)
    visible = Original.objects.visible_to(by).select_related("file")
    original = visible.filter(pk=original_id).first()
    if original is None:
        raise NotFound(what="这份证据")
    record("original.look", original, by=by, at=at)
    return original.file


def enter(
    visit: Visit, file: StoredFile, facts: dict[str, Any], *, by: User, at: datetime
) -> Original:
    """The row and its line of history, once. The caller has asked whether it may be."""
    original, is_new = Original.objects.get_or_create(
        visit=visit, file=file, defaults={**facts, "kept_at": at, "kept_by": by}
    )
    if is_new:
        key = facts["device_key"]
        sha256 = file.sha256
        record(
            "original.keep", original, by=by, at=at, visit=visit.pk, sha256=sha256, device_key=key
        )
    return original


def _require_fit(file: StoredFile, kind: str) -> None:
    if kind not in OriginalKind.values:
        raise OriginalUnfit(name=file.name, kind=kind, reason="没有这个证据种类")
    if kind == OriginalKind.PHOTO and not file.media_type.startswith("image/"):
        label = OriginalKind.PHOTO.label
        raise OriginalUnfit(name=file.name, kind=label, reason="文件不是图片")
