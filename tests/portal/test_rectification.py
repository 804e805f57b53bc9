"""The party of an order, on its own phone: PIN, order, report, receipt."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from enforcement.models import InstitutionAnswer
from enforcement.services import close_link, open_link
from enforcement.services.pins import TRIES_IN_A_ROW
from tests.factories.accounts import UserFactory
from tests.factories.documents import picture
from tests.factories.enforcement import NoticeFactory


@pytest.fixture
def notice(county):
    return NoticeFactory(served=True)


@pytest.fixture
def opened(notice):
    return open_link(notice.pk, by=UserFactory(registry_clerk=True), at=timezone.now())


@pytest.fixture
def phone(browser_of):
    return browser_of()


@pytest.fixture
def inside(phone, opened):
    """The phone, after the PIN."""
    answer = phone.post(f"/r/{opened.token}/", {"pin": opened.pin})
    assert (answer.status_code, answer.url) == (302, f"/r/{opened.token}/")
    return phone


def photo(kind: str = "JPEG") -> SimpleUploadedFile:
    return SimpleUploadedFile(f"现场.{kind.lower()}", picture(kind))


def send(phone, opened, **changes):
    page = phone.get(f"/r/{opened.token}/").text
    request_id = re.search(r'name="request_id" value="([^"]+)"', page)[1]
    sent = {"text": "已公示收费项目", "reporter": "王春梅", "request_id": request_id, **changes}
    return phone.post(f"/r/{opened.token}/report/", sent)


def test_before_the_pin_the_page_says_nothing_of_the_party(phone, opened, notice):
    answer = phone.get(f"/r/{opened.token}/")

    assert answer.status_code == 200
    for words in (notice.institution.name, notice.number):
        assert words not in answer.text


def test_a_wrong_pin_says_how_many_tries_are_left(phone, opened):
    answer = phone.post(f"/r/{opened.token}/", {"pin": f"{(int(opened.pin) + 1) % 10**6:06}"})

    assert answer.status_code == 422
    assert f"还可以再试{TRIES_IN_A_ROW - 1}次" in answer.text


def test_after_the_pin_the_order_and_its_findings_are_there(inside, opened, notice):
    page = inside.get(f"/r/{opened.token}/")

    for words in (notice.number, notice.institution.name, notice.visit.findings.get().text):
        assert words in page.text
    assert page["Cache-Control"] == "no-store"


def test_a_report_with_photos_leads_to_its_receipt(inside, opened):
    answer = send(inside, opened, photos=[photo(), photo("PNG")])

    kept = InstitutionAnswer.objects.get()
    assert answer.url == f"/r/{opened.token}/receipts/{kept.receipt_no}/"
    receipt = inside.get(answer.url)
    for words in (kept.receipt_no, kept.content_sha256, "2张", "王春梅"):
        assert words in receipt.text


def test_a_photo_that_cannot_be_read_is_named_and_the_words_stay(inside, opened):
    heic = SimpleUploadedFile("IMG_1.heic", b"\0\0\0\x18ftypheic" + b"\0" * 40)

    answer = send(inside, opened, photos=[heic])

    assert answer.status_code == 422
    assert "HEIC" in answer.text
    assert "已公示收费项目" in answer.text
    assert not InstitutionAnswer.objects.exists()


def test_without_the_pin_nothing_is_sent_and_no_receipt_is_read(browser_of, inside, opened):
    send(inside, opened)
    kept, stranger = InstitutionAnswer.objects.get(), browser_of()

    sent = stranger.post(f"/r/{opened.token}/report/", {"text": "x", "reporter": "y"})
    read = stranger.get(f"/r/{opened.token}/receipts/{kept.receipt_no}/")

    assert {sent.url, read.url} == {f"/r/{opened.token}/"}
    assert InstitutionAnswer.objects.count() == 1


def test_a_new_link_shuts_out_who_came_in_by_the_old_one(inside, opened, notice):
    open_link(notice.pk, by=UserFactory(registry_clerk=True), at=timezone.now())

    answer = inside.get(f"/r/{opened.token}/")

    assert answer.status_code == 410
    assert "替代" in answer.text


def test_a_closed_link_says_whom_to_ask(phone, opened, notice):
    close_link(notice.pk, by=UserFactory(registry_clerk=True), at=timezone.now())

    assert "请与制发文书的教育行政部门联系" in phone.get(f"/r/{opened.token}/").text


@pytest.mark.parametrize("tail", ["", "report/", "receipts/20211110-ABCDEF/"])
def test_an_unknown_token_is_unknown(phone, county, tail):
    answers = (phone.get(f"/r/nobody/{tail}"), phone.post(f"/r/nobody/{tail}"))

    assert {answer.status_code for answer in answers} <= {404, 405}


def test_staff_see_the_report_its_photos_and_open_the_link(browser_of, inside, opened, notice):
    send(inside, opened, photos=[photo()])
    kept = InstitutionAnswer.objects.get()
    desk = browser_of(UserFactory(registry_clerk=True))

    page = desk.get(f"/notices/{notice.pk}/").text
    assert f"王春梅在线提交 · 回执{kept.receipt_no}" in page
    assert desk.get(f"/notices/{notice.pk}/answers/{kept.pk}/photos/1/").content == picture()
    shown = desk.post(f"/notices/{notice.pk}/link/").text
    assert re.search(r'id="pin">\d{6}<', shown)
    assert "data:image/svg+xml" in shown
