"""Small pictures of photos for lists, drawn once and kept for a day in the county's cache."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

from documents.models import StoredFile
from staff.cache import kept

WIDTH_PX = 480
_QUALITY = 78
_KEPT_S = 24 * 60 * 60


def small_picture(file: StoredFile) -> bytes:
    """A JPEG at most ``WIDTH_PX`` wide and high; empty for a file that is no picture."""
    key = f"small-picture:{file.sha256}:{WIDTH_PX}"
    return kept(key, lambda: _draw(file.content), keep_s=_KEPT_S)


def _draw(content: bytes) -> bytes:
    try:
        with Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as image:
            image.draft("RGB", (WIDTH_PX, WIDTH_PX))  # a JPEG is decoded at a fraction of its size
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((WIDTH_PX, WIDTH_PX))
            out = BytesIO()
            upright.save(out, "JPEG", quality=_QUALITY)
            return out.getvalue()
    except (OSError, ValueError):
        return b""
