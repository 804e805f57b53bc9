"""The room of evidence through the browser: who sees what, and what the pages make."""

import json
from datetime import timedelta

import pytest

from audit.models import AuditEvent
from documents import storage
from enforcement.models import NoticeFinding
from evidence.models import Copy, Paper
from evidence.queries import manifests
from evidence.services import make_manifest, make_questioning, print_waiting_papers, stamp_manifests
from tests.factories.accounts import UserFactory
from tests.factories.enforcement import NoticeFactory
from tests.factories.evidence import (
    OriginalFactory,
    SignatureFactory,
    know_the_organ,
    questioning,
)
from tests.factories.inspections import PhotoFactory, VisitFactory
from tests.times import DAY, NOON


@pytest.fixture
def inspector(county):
    know_the_organ()
    return UserFactory(inspector=True, full_name="李建国")


@pytest.fixture
def original(county):
    return OriginalFactory(visit=VisitFactory(confirmed=True, place_text="春晓路12号"))


def _text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_visit_shows_originals_signatures_and_papers(inspector, original, browser_of):
    SignatureFactory(visit=original.visit, refused=True)

    page = _text(browser_of(inspector).get(f"/evidence/visits/{original.visit_id}/"))

    assert "有1张尚未核对" in page
    assert "拒绝签名：称须等法定代表人到场；见证人赵国强" in page
    assert f"/evidence/originals/{original.pk}/hide/" in page


def test_marked_areas_become_the_copy_that_others_get(inspector, original, browser_of):
    browser = browser_of(inspector)
    path = f"/evidence/originals/{original.pk}/hide/"
    assert "核对" in _text(browser.get(path))

    answer = browser.post(path, {"areas": "[[0,0,500,500]]"})

    assert answer.url == f"/evidence/visits/{original.visit_id}/"
    copy = Copy.objects.get()
    assert (copy.areas, copy.made_by) == ([[0, 0, 500, 500]], inspector)
    shown = browser.get(f"/evidence/originals/{original.pk}/copy/")
    assert (shown.content, shown["Cache-Control"]) == (copy.file.content, "private, no-store")


@pytest.mark.parametrize("areas", ["{", '{"a":1}', "[1]", "[[0,0,5000,1]]", "[" * 4000])
def test_areas_that_cannot_be_are_refused(inspector, original, browser_of, areas):
    path = f"/evidence/originals/{original.pk}/hide/"

    assert browser_of(inspector).post(path, {"areas": areas}).status_code == 422

    assert not Copy.objects.exists()


def test_original_is_shown_to_few_and_each_look_is_noted(inspector, original, browser_of):
    path = f"/evidence/originals/{original.pk}/file/"
    partner = UserFactory(partner_officer=True)

    assert browser_of(partner).get(path).status_code == 403
    shown = browser_of(inspector).get(path)

    assert shown.content == original.file.content
    assert AuditEvent.objects.get(kind="original.look").actor_id == inspector.pk


def test_evidence_of_others_is_not_found(original, browser_of):
    browser = browser_of(UserFactory(partner_officer=True))

    for path in ("", "view/", "copy/", "hide/"):
        assert browser.get(f"/evidence/originals/{original.pk}/{path}").status_code == 404
    assert browser.get(f"/evidence/visits/{original.visit_id}/").status_code == 404


def test_custody_leads_from_the_phone_to_the_notice(inspector, browser_of, authority):
    notice = NoticeFactory()
    finding = NoticeFinding.objects.get(notice=notice).finding
    original = OriginalFactory(visit=notice.visit)
    PhotoFactory(visit=notice.visit, file=original.file, finding=finding)
    make_manifest(DAY, at=NOON + timedelta(days=1))
    stamp_manifests(at=NOON + timedelta(days=1))

    page = _text(browser_of(inspector).get(f"/evidence/originals/{original.pk}/"))

    order = [
        "现场取得",
        "存入原件",
        "列入日清单",
        "加盖可信时间戳",
        f"证明问题{finding.no}",
        "据以制发",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert original.file.sha256 in page
    assert f"/notices/{notice.pk}/" in page


def test_custody_says_when_the_file_is_no_longer_what_it_was(inspector, original, browser_of):
    storage.path_of(original.file.sha256).write_bytes(b"another")

    page = _text(browser_of(inspector).get(f"/evidence/originals/{original.pk}/"))

    assert "已损坏或丢失" in page


def test_site_record_is_made_from_the_draft(inspector, original, browser_of):
    browser, path = browser_of(inspector), f"/evidence/visits/{original.visit_id}/record/"
    assert "检查中未发现问题。" in _text(browser.get(path))

    sent = {"facts": "有学生十二名。", "certificate_shown": "on", "rights_told": "on"}
    answer = browser.post(path, sent)

    assert answer.url == f"/evidence/visits/{original.visit_id}/"
    paper = Paper.objects.get()
    assert paper.words["sections"][1]["lines"] == ["有学生十二名。"]
    print_waiting_papers()
    assert browser.get(f"/evidence/papers/{paper.pk}/")["Content-Type"] == "application/pdf"


def test_refused_paper_keeps_what_was_typed(inspector, browser_of):
    visit = VisitFactory(approved=True)

    page = browser_of(inspector).post(f"/evidence/visits/{visit.pk}/record/", {"facts": "有学生。"})

    assert "wrong_state" in _text(page)
    assert "有学生。" in _text(page)


def test_questioning_is_made_and_each_look_is_noted(inspector, original, browser_of):
    browser = browser_of(inspector)
    sent = {
        "cause": "涉嫌无证办学",
        "place": "前台",
        "starts_at": "2021-11-10T10:00",
        "ends_at": "2021-11-10T10:40",
        "name": "刘晓燕",
        "rights_answer": "清楚。",
        "question_1": "教什么？",
        "answer_1": "数学。",
    }

    browser.post(f"/evidence/visits/{original.visit_id}/questioning/", sent)

    paper = Paper.objects.get()
    assert [row["answer"] for row in paper.words["answers"]] == ["已核对。", "清楚。", "数学。"]
    shown = browser.get(f"/evidence/papers/{paper.pk}/")
    assert shown["Cache-Control"] == "private, no-store"
    assert AuditEvent.objects.filter(kind="paper.look").count() == 1


def test_list_of_evidence_takes_what_was_ticked(inspector, original, browser_of):
    make_questioning(original.visit_id, questioning(), by=inspector, at=NOON)
    browser, path = browser_of(inspector), f"/evidence/visits/{original.visit_id}/list/"
    assert "询问笔录" in _text(browser.get(path))
    line = f"original-{original.pk}"

    browser.post(
        path, {f"{line}-is_listed": "on", f"{line}-name": "照片", f"{line}-proves": "有学生"}
    )

    (row,) = Paper.objects.get(form="evidence_list").words["rows"]
    assert (row["name"], row["proves"], row["sha256"]) == ("照片", "有学生", original.file.sha256)


def test_photo_sheet_tells_why_it_must_wait(inspector, original, browser_of):
    browser = browser_of(inspector)

    page = browser.post(f"/evidence/visits/{original.visit_id}/photo-sheet/", follow=True)

    assert "有1张照片尚未核对" in _text(page)
    assert not Paper.objects.exists()


def test_days_are_listed_with_their_files_and_stamps(inspector, original, browser_of, authority):
    browser = browser_of(inspector)
    assert "还没有证据日清单" in _text(browser.get("/evidence/"))
    make_manifest(DAY, at=NOON + timedelta(days=1))
    stamp_manifests(at=NOON + timedelta(days=1))

    assert "已盖戳" in _text(browser.get("/evidence/"))

    day = manifests().get()
    said = browser.get(f"/evidence/days/{day.pk}/list/")
    assert json.loads(said.content)["originals"][0]["sha256"] == original.file.sha256
    token = browser.get(f"/evidence/days/{day.pk}/stamp/").content
    assert authority.agrees(token, said.content)
