from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from django.conf import settings as django_settings
from PIL import Image

from documents.errors import (
    FileDamaged,
    FileEmpty,
    FileTooLarge,
    PhotoBroken,
    PhotoForeign,
    PhotoTooManyPixels,
)
from documents.models import StoredFile
from documents.photos import inspect
from documents.services import accept_photo, store
from documents.storage import path_of
from tenants.errors import NoCounty
from tests.factories.documents import picture
from tests.times import NOON

pytestmark = pytest.mark.usefixtures("county")


def keep(content: bytes, name: str = "文书.pdf") -> StoredFile:
    return store(content, name=name, media_type="application/pdf", at=NOON)


def test_store_keeps_bytes_by_their_checksum():
    file = keep(b"%PDF-1.7")

    kept = StoredFile.objects.get()
    assert (kept.pk, kept.name, kept.size_bytes, kept.stored_at) == (file.pk, "文书.pdf", 8, NOON)
    assert kept.sha256 == "86edbaa24831badfa0a8b04bb410141e2ee4182b6d0014493fe262a7a331c20b"
    assert kept.content == b"%PDF-1.7"


def test_store_puts_bytes_into_the_folder_of_the_county(county):
    file = keep(b"one")

    folder = django_settings.YUJIAN_FILES_DIR / county.schema_name / file.sha256[:2]
    assert [path.name for path in folder.iterdir()] == [file.sha256]


def test_store_the_same_bytes_again_gives_the_same_row():
    first = keep(b"one", name="a.pdf")

    again = keep(b"one", name="b.pdf")

    assert again.pk == first.pk
    assert StoredFile.objects.get().name == "a.pdf"


def test_store_mends_a_damaged_file():
    file = keep(b"one")
    path_of(file.sha256).write_bytes(b"oops")

    keep(b"one")

    assert file.content == b"one"


def test_content_that_was_altered_is_refused():
    file = keep(b"one")
    path_of(file.sha256).write_bytes(b"two")

    with pytest.raises(FileDamaged, match="文书.pdf"):
        _ = file.content


def test_content_that_is_gone_is_refused():
    file = keep(b"one")
    path_of(file.sha256).unlink()

    with pytest.raises(FileDamaged):
        _ = file.content


def test_an_empty_file_is_refused():
    with pytest.raises(FileEmpty):
        keep(b"")

    assert not StoredFile.objects.exists()


def test_the_neighbour_county_keeps_its_own(next_door):
    file = keep(b"one")

    with next_door() as neighbour:
        assert not StoredFile.objects.exists()
        assert not (django_settings.YUJIAN_FILES_DIR / neighbour.schema_name).exists()
        with pytest.raises(FileDamaged):
            _ = file.content


def test_outside_a_county_nothing_is_kept(county):
    from django.db import connection  # noqa: PLC0415 -- only this test leaves the county

    connection.set_schema_to_public()
    with pytest.raises(NoCounty):
        keep(b"one")


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")],
)
def test_accept_photo_keeps_the_bytes_untouched(kind, media_type):
    content = picture(kind)

    file = accept_photo(content, name="现场.tif", at=NOON)

    assert (file.media_type, file.content) == (media_type, content)


def _refused(content: bytes, refusal: type[Exception], words: str) -> None:
    with pytest.raises(refusal, match=words):
        accept_photo(content, name="现场.jpg", at=NOON)
    assert not StoredFile.objects.exists()


def test_accept_photo_cut_short_is_refused_even_after_a_paper_was_printed():
    """Importing the PDF renderer makes Pillow lenient for the whole process."""
    import documents.rendering  # noqa: F401, PLC0415 -- its side effect is what is tested

    _refused(picture("JPEG", size=(400, 300))[:-200], PhotoBroken, "照片“现场.jpg”已损坏")


def test_accept_photo_with_a_false_beginning_is_refused():
    _refused(b"\xff\xd8\xff" + b"x" * 100, PhotoBroken, "重新拍摄")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC格式"),
        (b"%PDF-1.7", "PDF文件"),
        (picture("GIF"), "GIF动图"),
        (picture("BMP"), "其他格式"),
        (b"<svg/>", "其他格式"),
    ],
)
def test_accept_photo_of_another_format_is_refused(content, found):
    _refused(content, PhotoForeign, f"文件“现场.jpg”是{found}")


def test_accept_photo_with_more_than_40_megapixels_is_refused_from_its_header():
    _refused(_png_header(8000, 5001), PhotoTooManyPixels, "8000×5001像素，超过40百万像素")


def test_accept_photo_that_is_a_decompression_bomb_is_refused_from_its_header():
    _refused(_png_header(60000, 60000), PhotoTooManyPixels, "超过40百万像素")


def test_accept_photo_as_webp_is_measured_before_it_is_opened():
    canvas = (19999).to_bytes(3, "little") + (9999).to_bytes(3, "little")
    content = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + canvas

    _refused(content, PhotoTooManyPixels, "20000×10000像素")


@pytest.mark.parametrize("options", [{}, {"lossless": True}, {"exif": b"Exif\0\0"}])
def test_the_size_of_every_form_of_webp_is_read_from_its_header(options):
    out = BytesIO()
    Image.new("RGB", (321, 123), "teal").save(out, "WEBP", **options)

    picture = inspect(out.getvalue(), name="现场.webp")

    assert (picture.width_px, picture.height_px) == (321, 123)


def test_accept_photo_over_15_megabytes_is_refused():
    _refused(picture() + b"\0" * 15 * 1024 * 1024, FileTooLarge, "有16兆字节，超过15兆字节")


def _png_header(width: int, height: int) -> bytes:
    """The beginning of a PNG that announces a size and holds no pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(header))
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
        + struct.pack(">I", 0)
        + b"IDAT"
        + struct.pack(">I", zlib.crc32(b"IDAT"))
    )
