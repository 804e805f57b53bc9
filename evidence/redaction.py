"""A picture for others: upright, without what the camera wrote, marked areas beyond recovery."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageOps

THOUSAND = 1000  # areas are told in thousandths of the picture
_CELLS = 5  # an area keeps so many tones along its longer side: no face comes back from that
_QUALITY = 88

Area = Sequence[int]


def is_area(area: Area) -> bool:
    """[x, y, width, height] in thousandths, inside the picture."""
    if len(area) != 4 or not all(type(number) is int for number in area):
        return False
    x, y, width, height = area
    return min(x, y) >= 0 and min(width, height) > 0 and max(x + width, y + height) <= THOUSAND


def copy_of(content: bytes, areas: Sequence[Area]) -> bytes:
    """A JPEG of the picture with ``areas`` coarsened, and nothing in the file but the picture.

    The same picture and areas give the same bytes. Raises OSError for what is no picture.
    """
    with Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    for area in areas:
        box = _pixels(area, upright.size)
        upright.paste(_coarse(upright.crop(box)), box)
    # A new picture, so that no comment, profile or thumbnail travels along.
    bare = Image.frombytes("RGB", upright.size, upright.tobytes())
    out = BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def view_of(content: bytes, *, edge_px: int) -> bytes:
    """A JPEG of the upright picture for the screen, at most ``edge_px`` wide and high."""
    with Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as image:
        image.draft("RGB", (edge_px, edge_px))
        upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((edge_px, edge_px))
    out = BytesIO()
    upright.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _pixels(area: Area, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The smallest whole pixels that cover the area."""
    x, y, width, height = area
    wide, high = size
    left, top = x * wide // THOUSAND, y * high // THOUSAND
    right, bottom = -(-(x + width) * wide // THOUSAND), -(-(y + height) * high // THOUSAND)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _coarse(part: Image.Image) -> Image.Image:
    """Averages of a few cells, spread over the area again."""
    wide, high = part.size
    longer = max(wide, high)
    cells = max(1, _CELLS * wide // longer), max(1, _CELLS * high // longer)
    return part.resize(cells, Image.Resampling.BOX).resize(part.size, Image.Resampling.NEAREST)
