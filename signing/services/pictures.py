"""Verb: keep the county's own picture of its seal."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from django.db import transaction
from PIL import Image

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from documents import photos
from documents.services import accept_photo
from signing.errors import SealPictureUnfit
from signing.models import SealPicture

LEAST_PX, MOST_PX = 400, 2000  # 4.2 cm at 240 and 1200 dots per inch
_CLEAR = 26  # of 255: what the eye takes for nothing
_CLEAR_SHARE = 0.2  # a round seal leaves the corners empty: 21% of its square


@transaction.atomic
def add_seal_picture(content: bytes, *, name: str, by: User, at: datetime) -> SealPicture:
    """From now on this picture stands for the seal on papers whose county draws it.

    A square PNG with a transparent ground, its bytes kept untouched; what it is follows from its
    bytes, never from its name.

    Raises NotAllowed, SealPictureUnfit and what ``documents.services.accept_photo`` raises.
    """
    require(by, Permission.SEAL_MANAGE)
    picture = photos.inspect(content, name=name)
    if picture.media_type != "image/png":
        raise SealPictureUnfit(why="须为 PNG 格式")
    if picture.width_px != picture.height_px:
        raise SealPictureUnfit(why=f"须为正方形，现在是{picture.width_px}×{picture.height_px}像素")
    if not LEAST_PX <= picture.width_px <= MOST_PX:
        raise SealPictureUnfit(
            why=f"边长须在{LEAST_PX}至{MOST_PX}像素之间，现在是{picture.width_px}像素"
        )
    if not _has_clear_ground(content):
        raise SealPictureUnfit(why="须为透明背景，印章以外的部分不能有底色")
    file = accept_photo(content, name=name, at=at)
    made = SealPicture.objects.create(file=file, added_at=at, added_by=by)
    record("seal_picture.add", made, by=by, at=at, sha256=file.sha256)
    return made


def _has_clear_ground(content: bytes) -> bool:
    with Image.open(BytesIO(content), formats=["PNG"]) as image:
        if "A" not in image.getbands() and "transparency" not in image.info:
            return False
        alpha = image.convert("RGBA").getchannel("A")
    edge = alpha.width - 1
    corners = [(0, 0, 1, 1), (edge, 0, edge + 1, 1), (0, edge, 1, edge + 1)]
    corners.append((edge, edge, edge + 1, edge + 1))
    darkest = max(max(alpha.crop(corner).tobytes()) for corner in corners)
    clear = sum(alpha.histogram()[:_CLEAR])
    return darkest < _CLEAR and clear >= _CLEAR_SHARE * alpha.width * alpha.height
