"""Photos of a visit: who sees them, and how they are sent."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from evidence.models import Original
from inspections.models import Photo
from tests.factories.assignments import AssignmentFileFactory
from tests.factories.documents import StoredFileFactory, picture
from tests.factories.inspections import PhotoFactory, VisitAssignmentFactory, VisitFactory


@pytest.fixture
def photo(school):
    return PhotoFactory(visit__institution=school, file=StoredFileFactory(photo=True))


def _path(photo):
    return f"/visits/{photo.visit_id}/photos/{photo.pk}/"


def test_photo_is_sent_privately_with_its_own_type(browser_of, head, photo):
    answer = browser_of(head).get(_path(photo))

    assert answer.content == photo.file.content
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"].startswith("private")
    assert answer["Content-Disposition"].startswith("inline;")


def test_small_picture_is_small_and_keeps_the_original_as_it_is(browser_of, head, school):
    file = StoredFileFactory(photo=True, content=picture(size=(1600, 1200)))
    photo = PhotoFactory(visit__institution=school, file=file)

    answer = browser_of(head).get(f"{_path(photo)}?small=1")

    assert Image.open(BytesIO(answer.content)).size == (480, 360)
    assert browser_of(head).get(_path(photo)).content == picture(size=(1600, 1200))


def test_photo_with_an_odd_name_is_sent_safely(browser_of, head, school):
    file = StoredFileFactory(photo=True, name='a"\r\nX-Evil: 1/../门口.jpg')
    photo = PhotoFactory(visit__institution=school, file=file)

    answer = browser_of(head).get(_path(photo))

    assert "X-Evil" not in answer.headers
    assert "/" not in answer["Content-Disposition"]


def test_file_that_is_no_picture_is_only_downloaded(browser_of, head, school):
    file = StoredFileFactory(
        name="页面.html", media_type="text/html", content=b"<script>1</script>"
    )
    photo = PhotoFactory(visit__institution=school, file=file)

    answer = browser_of(head).get(_path(photo))

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")


def test_photo_is_seen_by_the_partner_to_whom_it_was_handed(browser_of, partner, photo):
    asked = VisitAssignmentFactory(visit=photo.visit).assignment
    assert browser_of(partner).get(_path(photo)).status_code == 404

    AssignmentFileFactory(assignment=asked, file=photo.file)

    assert browser_of(partner).get(_path(photo)).status_code == 200


def test_photo_is_seen_by_the_department_whose_own_person_took_it(browser_of, partner, photo):
    own = PhotoFactory(visit=photo.visit, file__photo=True, added_by=partner)
    VisitAssignmentFactory(visit=own.visit)

    assert browser_of(partner).get(_path(own)).status_code == 200


def test_photo_is_not_found_for_a_partner_who_was_not_asked(browser_of, partner, photo):
    assert browser_of(partner).get(_path(photo)).status_code == 404


def test_photo_is_forbidden_for_an_administrator(browser_of, system_administrator, photo):
    assert browser_of(system_administrator).get(_path(photo)).status_code == 403


def test_photo_of_another_county_is_not_found(browser_of, head, next_door):
    with next_door():
        other = PhotoFactory(file=StoredFileFactory(photo=True))

    assert browser_of(head).get(_path(other)).status_code == 404


def test_photo_of_another_visit_is_not_found(browser_of, head, photo):
    other = VisitFactory(recorded=True)

    assert browser_of(head).get(f"/visits/{other.pk}/photos/{photo.pk}/").status_code == 404


def test_photo_is_added_to_a_recorded_visit(browser_of, officers, school):
    visit = VisitFactory(institution=school, recorded=True, officers=officers)
    sent = {"photo": SimpleUploadedFile("a.png", picture("PNG")), "caption": "补拍的走廊"}

    answer = browser_of(officers[0]).post(f"/visits/{visit.pk}/photos/add/", sent)

    assert answer.url == f"/visits/{visit.pk}/"
    assert Photo.objects.get().caption == "补拍的走廊"
    assert Original.objects.get().file == Photo.objects.get().file


def test_broken_photo_is_refused_on_the_page(browser_of, officers, school):
    visit = VisitFactory(institution=school, recorded=True, officers=officers)
    sent = {"photo": SimpleUploadedFile("a.png", picture("PNG")[:60]), "caption": ""}

    answer = browser_of(officers[0]).post(f"/visits/{visit.pk}/photos/add/", sent)

    assert "已损坏，无法读取" in answer.text
    assert not Photo.objects.exists()


def test_upload_that_is_too_large_is_refused(browser_of, officers, school):
    visit = VisitFactory(institution=school, approved=True, officers=officers)
    sent = {"photo": SimpleUploadedFile("大.jpg", bytes(16 * 1024 * 1024))}

    answer = browser_of(officers[0]).post(f"/visits/{visit.pk}/photos/", sent)

    assert answer.status_code == 413
    assert "“大.jpg”有16兆字节，超过15兆字节的上限" in answer.text
