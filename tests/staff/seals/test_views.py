"""The security administrator's pages about certificates and the seal."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from common.clock import localdate
from policies.services import seed_parameters
from signing.models import SealCertificate, SealPicture
from staff.inbox.rows import inbox_of
from tests.factories.accounts import UserFactory
from tests.factories.signing import SealCertificateFactory
from tests.signing.ca import PASSWORD
from tests.times import NOON

FIELDS = {
    "label": "桤木县教育局",
    "source": "file",
    "file_name": "seal.p12",
    "secret": PASSWORD,
}


@pytest.fixture(autouse=True)
def parameters(county):
    seed_parameters({"organ.name": "桤木县教育局"}, at=NOON)


def png(size: int = 500, *, is_clear: bool = True) -> bytes:
    """A red ring."""
    image = Image.new("RGBA", (size, size), (255, 255, 255, 0 if is_clear else 255))
    ImageDraw.Draw(image).ellipse((5, 5, size - 5, size - 5), outline=(224, 0, 0, 255), width=9)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_certificate_is_registered_and_its_secret_never_shown(browser_of, keeper, seals):
    browser = browser_of(keeper)

    answer = browser.post("/seals/new/", FIELDS, follow=True)

    assert "已登记" in answer.text
    assert SealCertificate.objects.get().subject in answer.text
    assert PASSWORD not in answer.text


def test_refusal_stands_on_the_form(browser_of, keeper, seals):
    answer = browser_of(keeper).post("/seals/new/", {**FIELDS, "secret": "wrong"})

    assert answer.status_code == 422
    assert "口令不正确" in answer.text
    assert 'value="wrong"' not in answer.text


def test_each_place_of_a_key_has_its_fields(browser_of, keeper, seals):
    answer = browser_of(keeper).post("/seals/new/", {**FIELDS, "source": "pkcs11"})

    assert answer.text.count("这一项须填写") == 2


def test_certificate_is_retired_with_a_reason(browser_of, keeper, certificate):
    browser = browser_of(keeper)

    browser.post(f"/seals/{certificate.pk}/retire/", {"reason": "更换密码设备"})

    page = browser.get("/seals/").text
    assert "更换密码设备" in page
    assert "没有使用中的签名证书" in page


@pytest.mark.parametrize("role", ["inspector", "system_administrator", "bureau_head"])
def test_nobody_else_comes_in(browser_of, county, role):
    browser = browser_of(UserFactory(**{role: True}))

    assert browser.get("/seals/").status_code == 403
    assert browser.post("/seals/new/", FIELDS).status_code == 403


def test_own_picture_takes_the_place_of_the_drawing(browser_of, keeper, seals):
    browser = browser_of(keeper)

    browser.post("/seals/picture/", {"file": SimpleUploadedFile("章.png", png())})

    shown = browser.get("/seals/picture/shown/")
    assert (shown["Content-Type"], shown.content) == ("image/png", png())


@pytest.mark.parametrize(
    ("content", "words"),
    [(png(200), "边长须在"), (png(is_clear=False), "透明背景"), (b"%PDF-1.7", "PDF")],
)
def test_picture_that_is_no_seal_is_refused(browser_of, keeper, seals, content, words):
    sent = {"file": SimpleUploadedFile("章.png", content)}
    answer = browser_of(keeper).post("/seals/picture/", sent)

    assert answer.status_code == 422
    assert words in answer.text
    assert not SealPicture.objects.exists()


def test_end_of_a_certificate_is_in_the_inbox(county, keeper):
    made = SealCertificateFactory(not_after=NOON + timedelta(days=50))
    today = localdate(NOON)

    soon = inbox_of(keeper, today)
    late = inbox_of(keeper, today + timedelta(days=51))

    assert [work.title for work in soon.mine if work.url == "/seals/"] == [f"签名证书“{made}”"]
    assert [work.label for work in late.overdue if work.url == "/seals/"] == ["已到期"]
    assert not inbox_of(UserFactory(inspector=True), today).mine
