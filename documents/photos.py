"""What a picture is, read from its bytes; the size is known before a pixel is decoded."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageFile

from documents.errors import FileTooLarge, PhotoBroken, PhotoForeign, PhotoTooManyPixels

MAX_PHOTO_MB = 15
MAX_MEGAPIXELS = 40

_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_one_at_a_time = threading.Lock()  # the switch below is one for the process
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"heim", b"heis")


@dataclass(frozen=True, slots=True)
class Picture:
    """What the header of a picture says."""

    media_type: str
    width_px: int
    height_px: int


def inspect(content: bytes, *, name: str) -> Picture:
    """Check a photo by its bytes: format and size from the header, then every pixel.

    Raises FileTooLarge, PhotoForeign, PhotoTooManyPixels, PhotoBroken.
    """
    if len(content) > MAX_PHOTO_MB * 1024 * 1024:
        size_mb = -(-len(content) // (1024 * 1024))
        raise FileTooLarge(name=name, size_mb=size_mb, limit_mb=MAX_PHOTO_MB)
    kind = _kind(content)
    if kind not in _FORMATS:
        raise PhotoForeign(name=name, found=kind)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
        width_px, height_px = _size(content, kind, name)
        if width_px * height_px > MAX_MEGAPIXELS * 1_000_000:
            raise PhotoTooManyPixels(
                name=name, width_px=width_px, height_px=height_px, limit_megapixels=MAX_MEGAPIXELS
            )
        _decode(content, kind, name)
    return Picture(_FORMATS[kind], width_px, height_px)


def _kind(content: bytes) -> str:
    """A key of _FORMATS, or in Chinese what the file is instead."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp":
        return "HEIC格式" if content[8:12] in _HEIC_BRANDS else "视频"
    if content.startswith(b"%PDF"):
        return "PDF文件"
    if content[:6] in (b"GIF87a", b"GIF89a"):
        return "GIF动图"
    return "其他格式"


def _size(content: bytes, kind: str, name: str) -> tuple[int, int]:
    """Width and height in pixels, before memory is taken for a single one."""
    if kind == "WEBP" and (size := _webp_canvas(content)):
        return size
    try:
        with Image.open(BytesIO(content), formats=[kind]) as image:
            return image.size
    except Image.DecompressionBombError:
        raise PhotoTooManyPixels(
            name=name, width_px="极多", height_px="极多", limit_megapixels=MAX_MEGAPIXELS
        ) from None
    except Exception as error:
        raise PhotoBroken(name=name) from error


def _webp_canvas(content: bytes) -> tuple[int, int] | None:
    """The canvas of a WebP file, for which Pillow sets memory aside when it opens the file.

    Source: WebP container specification and RFC 6386, 9.1: the extended form has width and
    height less one in 24 bits each, the lossless one in 14 bits, the lossy one in 14 bits as is.
    """
    if len(content) < 30:
        return None
    match content[12:16]:
        case b"VP8X":
            width, height = content[24:27], content[27:30]
            return int.from_bytes(width, "little") + 1, int.from_bytes(height, "little") + 1
        case b"VP8L":
            bits = int.from_bytes(content[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            bits = int.from_bytes(content[26:30], "little")
            return bits & 0x3FFF, bits >> 16 & 0x3FFF
    return None


def _decode(content: bytes, kind: str, name: str) -> None:
    """Read the picture to its end; a photo cut off on its way is no evidence."""
    try:
        with _strict_reading(), Image.open(BytesIO(content), formats=[kind]) as image:
            image.load()
    except Exception as error:
        raise PhotoBroken(name=name) from error


@contextmanager
def _strict_reading() -> Iterator[None]:
    """Importing WeasyPrint makes Pillow fill missing rows with grey for the whole process."""
    with _one_at_a_time:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before
