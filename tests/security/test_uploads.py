"""Sent files: judged by their bytes, named by us, never run."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest

from documents import pdfs
from documents.errors import FileIsTwoThings, PdfActive, PdfTooLong, PdfUnreadable, PhotoForeign
from documents.models import StoredFile
from documents.services import accept_pdf, accept_photo
from tests.factories.documents import picture
from tests.house.addresses import every_address
from tests.times import NOON

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def archive() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as file:
        file.writestr("run.exe", b"MZ")
    return out.getvalue()


def pdf(pages: int = 1, *, attachment: bool = False) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 200)
    if attachment:
        document.new_attachment("run.exe").set_data(b"MZ")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_with_script() -> bytes:
    """By hand: pdfium writes no scripts."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R/Names<</JavaScript<</Names[(a)4 0 R]>>>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        b"<</S/JavaScript/JS(app.alert\\(1\\))>>",
    )
    body = b"%PDF-1.4\n"
    places = []
    for number, inside in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, inside)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%b%b" % (size, table, end)


@pytest.mark.parametrize("content", [SVG, HTML, archive(), b"GIF89a....", b"MZ\x90\x00"])
def test_what_is_no_photo_is_refused_whatever_its_name(county, content):
    with pytest.raises(PhotoForeign):
        accept_photo(content, name="现场.jpg", at=NOON)

    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "more", [archive(), HTML, b"<?php system('id');"], ids=["zip", "html", "php"]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_file_that_is_two_things_is_refused(county, kind, more):
    with pytest.raises(FileIsTwoThings):
        accept_photo(picture(kind=kind) + more, name="现场.jpg", at=NOON)

    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("现场.jpg", "现场.jpg"),
        ("report.php", "report.php.jpg"),
        ("IMG_1.JPG", "IMG_1.JPG"),
        ("photo.png", "photo.png.jpg"),
        ("", "文件.jpg"),
    ],
)
def test_the_name_gets_the_ending_of_the_content(county, sent, kept):
    assert accept_photo(picture(), name=sent, at=NOON).name == kept


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\win.ini", "/etc/cron.d/x", "a\x00b\r\nc"]
)
def test_a_name_is_never_a_path(county, name):
    kept = accept_photo(picture(), name=name, at=NOON).name

    assert not set(kept) & set("/\\\r\n\x00")
    assert not kept.startswith(".")


def test_a_plain_pdf_is_kept(county):
    kept = accept_pdf(pdf(2), name="报告.pdf", at=NOON)

    assert (kept.media_type, kept.name) == ("application/pdf", "报告.pdf")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"%PDF-1.4 nothing else", PdfUnreadable),
        (pdf(attachment=True), PdfActive),
        (pdf_with_script(), PdfActive),
        (pdf() + archive(), FileIsTwoThings),
    ],
    ids=["broken", "attachment", "script", "zip behind"],
)
def test_a_pdf_that_could_act_is_refused(county, content, refusal):
    with pytest.raises(refusal):
        accept_pdf(content, name="报告.pdf", at=NOON)

    assert not StoredFile.objects.exists()


def test_a_pdf_of_too_many_pages_is_refused(county, monkeypatch):
    monkeypatch.setattr(pdfs, "MAX_PAGES", 2)

    with pytest.raises(PdfTooLong, match="3页"):
        accept_pdf(pdf(3), name="报告.pdf", at=NOON)


def test_a_body_beyond_all_limits_is_refused_before_it_is_read(browser_of, county, settings):
    settings.YUJIAN_MAX_BODY_MB = 1

    answer = browser_of().post("/login/", {"username": "x" * (1024 * 1024 + 1)})

    assert answer.status_code == 413
    assert "body_too_large" in answer.text


def test_stored_files_have_no_address_and_no_ending(county, settings):
    kept = accept_photo(picture(), name="run.php", at=NOON)
    (stored,) = [path for path in settings.YUJIAN_FILES_DIR.rglob("*") if path.is_file()]

    assert stored.suffix == ""
    assert kept.sha256 in stored.name.replace("/", "") or kept.sha256.endswith(stored.name)
    assert [a.name for a in every_address() if "media" in a.name] == []
