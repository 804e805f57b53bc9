"""What the desk's pages bring of a visit is evidence at once, in the same transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from evidence.services.manifests import enter_photos
from inspections.models import Photo, Visit
from inspections.services import VisitRecord, add_photo, record_visit


@transaction.atomic
def add_photo_by_page(
    visit_id: int, *, content: bytes, name: str, caption: str, by: User, at: datetime
) -> Photo:
    """As ``inspections.services.add_photo``, which refuses for it; the photo is an original too."""
    photo = add_photo(visit_id, content=content, name=name, caption=caption, by=by, at=at)
    enter_photos(visit_id)
    return photo


@transaction.atomic
def record_visit_by_page(
    visit_id: int, sent: VisitRecord, *, request_id: UUID, by: User, at: datetime
) -> Visit:
    """As ``inspections.services.record_visit``, which refuses for it; its photos are originals."""
    visit = record_visit(visit_id, sent, request_id=request_id, by=by, at=at)
    enter_photos(visit_id)
    return visit
