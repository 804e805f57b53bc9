"""Copies for others: a person looks at the picture, marks what must not be seen, and vouches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import NotFound
from documents.services import store
from evidence import redaction
from evidence.errors import AreaOdd, NotAPhoto
from evidence.models import Copy, Original
from evidence.states import OriginalKind

MOST_AREAS = 60


@transaction.atomic
def make_copy(original_id: int, *, areas: Sequence[redaction.Area], by: User, at: datetime) -> Copy:
    """Make the copy that others get, with these areas hidden. The same areas again change nothing.

    Args:
        areas: [x, y, width, height] in thousandths of the upright picture; none when the
            person found no child's face, which their name on the copy vouches for.

    The original is read and stays. Raises NotAllowed, NotFound, NotAPhoto, AreaOdd.
    """
    require(by, Permission.VISIT_RECORD)
    original = Original.objects.visible_to(by).filter(pk=original_id).first()
    if original is None:
        raise NotFound(what="这份证据")
    if original.kind != OriginalKind.PHOTO:
        raise NotAPhoto(original=original)
    wanted = [list(area) for area in areas]
    if len(wanted) > MOST_AREAS or not all(redaction.is_area(area) for area in wanted):
        raise AreaOdd(most=MOST_AREAS)
    content = redaction.copy_of(original.file.content, wanted)  # slow, so no lock is held yet
    Original.objects.select_for_update(of=("self",), no_key=True).get(pk=original.pk)
    newest = Copy.objects.filter(original=original).order_by("-pk").first()
    if newest is not None and newest.areas == wanted:
        return newest
    file = store(content, name=f"{original}副本.jpg", media_type="image/jpeg", at=at)
    copy = Copy.objects.create(original=original, file=file, areas=wanted, made_at=at, made_by=by)
    record("original.copy", original, by=by, at=at, areas=len(wanted), sha256=file.sha256)
    return copy
