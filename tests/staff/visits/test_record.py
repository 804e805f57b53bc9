"""The form on site: what is typed becomes a record once, or comes back with a sentence."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence.models import Original
from inspections.models import Finding, Photo, Visit
from inspections.states import VisitState
from tests.factories.accounts import UserFactory
from tests.factories.documents import picture
from tests.factories.inspections import VisitFactory


@pytest.fixture
def path(approved):
    return f"/visits/{approved.pk}/record/"


@pytest.fixture
def browser(browser_of, officers):
    return browser_of(officers[0])


def test_form_has_large_choices_and_the_suggestions(browser, path):
    answer = browser.get(path)

    assert answer.text.count('type="radio"') == 9
    assert "V90 未公示办学许可证（本部门）" in answer.text
    assert "（移交）" in answer.text
    assert "data-draft=" in answer.text


def test_form_starts_with_what_is_known(browser, path, approved):
    form = browser.get(path).context["form"]

    assert form["person_present"].value() == "王春梅"
    assert form["place_text"].value() == approved.institution.current_site.address
    assert form["request_id"].value()


def test_record_is_taken_with_answers_findings_and_distance(browser, path, sent, approved):
    answer = browser.post(path, sent)

    visit = Visit.objects.get(pk=approved.pk)
    assert answer.url == f"/visits/{visit.pk}/"
    assert (visit.state, visit.distance_m) == (VisitState.RECORDED, 50)
    assert sorted(visit.answers.values_list("item__code", "value")) == [
        ("C01", "not_ok"),
        ("C02", "ok"),
        ("C03", "not_applicable"),
    ]
    finding = Finding.objects.get()
    assert (finding.code, finding.text, finding.item.code) == ("V90", "许可证未悬挂", "C01")


def test_record_takes_findings_beside_the_checklist(browser, path, sent):
    extra = {"extra-code-0": "routed:R90", "extra-text-0": "安全出口上锁", "extra-code-1": ""}

    browser.post(path, {**sent, **extra})

    assert [finding.code for finding in Finding.objects.order_by("no")] == ["V90", "R90"]


def test_record_sent_twice_is_taken_once(browser, path, sent, approved):
    browser.post(path, sent)

    answer = browser.post(path, sent)

    assert answer.url == f"/visits/{approved.pk}/"
    assert Finding.objects.count() == 1


def test_record_that_ends_before_it_starts_comes_back_with_everything(browser, path, sent):
    answer = browser.post(path, {**sent, "ends_at": "2021-11-10T08:00"})

    assert answer.status_code == 200
    assert "须晚于开始时间" in answer.text
    assert "许可证未悬挂" in answer.text
    assert 'data-bound="1"' in answer.text
    assert not Finding.objects.exists()


def test_record_by_a_stranger_is_forbidden(browser_of, path, sent, approved):
    stranger = UserFactory(inspector=True, certificate=True)

    answer = browser_of(stranger).post(path, sent)

    assert answer.status_code == 403
    assert Visit.objects.get(pk=approved.pk).state == VisitState.APPROVED


def test_record_by_one_officer_alone_comes_back(browser, path, sent, officers):
    answer = browser.post(path, {**sent, "officers": [officers[0].pk]})

    assert "只有1名持有效执法证的执法人员" in answer.text


def test_record_page_is_forbidden_for_a_clerk(browser_of, clerk, path):
    assert browser_of(clerk).get(path).status_code == 403


def _photo(content, name="门口.jpg"):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def test_photo_is_kept_before_the_record_and_named_by_it(browser, path, sent, approved):
    kept = browser.post(f"/visits/{approved.pk}/photos/", {"photo": _photo(picture())}).json()

    browser.post(path, {**sent, "photo": [kept["token"]], "caption": ["门口招牌"]})

    photo = Photo.objects.get()
    assert (photo.caption, bytes(photo.file.content)) == ("门口招牌", picture())


def test_photo_can_be_seen_before_the_record(browser, approved):
    kept = browser.post(f"/visits/{approved.pk}/photos/", {"photo": _photo(picture())}).json()

    answer = browser.get(kept["url"])

    assert answer.content == picture()
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_photos_sent_with_the_record_need_no_script(browser, path, sent):
    browser.post(path, {**sent, "photos": [_photo(picture()), _photo(picture("PNG"), "b.png")]})

    assert Photo.objects.count() == 2


def test_photos_of_the_record_are_evidence_at_once(browser, path, sent, approved, officers):
    browser.post(path, {**sent, "photos": [_photo(picture())]})

    kept = Original.objects.get()
    assert (kept.visit, kept.file.content) == (approved, picture())
    assert (kept.kept_by, kept.kept_at) == (officers[0], Photo.objects.get().added_at)


def test_photo_of_another_kind_is_refused_with_a_sentence(browser, approved):
    path = f"/visits/{approved.pk}/photos/"

    answer = browser.post(path, {"photo": _photo(b"GIF89a")}, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert "photo_foreign" in answer.text
    assert not Photo.objects.exists()


def test_photo_of_another_visit_cannot_be_named(browser, path, sent, school, officers, approved):
    other = VisitFactory(institution=school, approved=True, officers=officers)
    kept = browser.post(f"/visits/{other.pk}/photos/", {"photo": _photo(picture())}).json()

    answer = browser.post(path, {**sent, "photo": [kept["token"]], "caption": [""]})

    assert answer.status_code == 422
    assert "不是为这次检查上传的" in answer.text
    assert Visit.objects.get(pk=approved.pk).state == VisitState.APPROVED


def test_photo_with_a_forged_token_is_refused(browser, approved):
    assert browser.get(f"/visits/{approved.pk}/uploads/forged/").status_code == 422


def test_signs_that_nobody_sees_are_left_out(browser, path, sent):
    browser.post(path, {**sent, "note-C01": "许可\x00证\u202e未悬挂", "value-C02": "ok\x00"})

    assert Finding.objects.get().text == "许可证未悬挂"


def test_words_that_are_too_long_come_back_with_a_sentence(browser, path, sent):
    answer = browser.post(path, {**sent, "note-C01": "长" * 501})

    assert "“C01”写了501字，最多500字；请缩短后再提交。" in answer.text
    assert not Finding.objects.exists()


def test_officer_key_of_thousands_of_digits_comes_back(browser, path, sent):
    answer = browser.post(path, {**sent, "officers": ["9" * 5000]})

    assert answer.status_code == 200
    assert not Finding.objects.exists()


def test_record_sent_again_with_changes_says_that_the_first_one_stands(browser, path, sent):
    browser.post(path, sent)

    answer = browser.post(path, {**sent, "note-C01": "已改"}, follow=True)

    assert "以先收到的内容为准" in answer.text
    assert Finding.objects.get().text == "许可证未悬挂"


def test_recorded_visit_is_shown_and_not_offered_for_recording(browser, path, sent, approved):
    browser.post(path, sent)

    assert browser.get(path).url == f"/visits/{approved.pk}/"
