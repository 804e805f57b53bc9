"""Pages that ask, hand over, enter one's own part and show what went to whom."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assignments.models import Assignment, AssignmentFile, PartFinding, Sharing
from policies.services import load_catalogue, seed_parameters
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.assignments import AssignmentFactory, PartFindingFactory, SharingFactory
from tests.factories.documents import StoredFileFactory, picture
from tests.factories.inspections import PhotoFactory, VisitAssignmentFactory, VisitFactory
from tests.times import NOON


def _scan(name="现场.jpg", content=None):
    return SimpleUploadedFile(name, content or picture(), content_type="image/jpeg")


@pytest.fixture
def inspector(county):
    return UserFactory(inspector=True)


@pytest.fixture
def fire_officer(county):
    return UserFactory(partner_officer=True)


def _asked(**more):
    fire = DepartmentFactory(fire=True)
    said = {"title": "核查消防手续", "text": "请核查。", "basis": "第二十六条"}
    return {"department": fire.pk, **said, "count": 5, "unit": "working_day", **more}


def test_a_department_is_asked_with_material_within_working_days(browser_of, inspector):
    load_catalogue(at=NOON)
    seed_parameters({}, at=NOON)
    browser = browser_of(inspector)

    answer = browser.post("/assignments/new/", _asked(material=[_scan()]), follow=True)

    asked = Assignment.objects.get()
    assert answer.redirect_chain[-1][0] == f"/assignments/{asked.pk}/"
    assert asked.deadline.length == "5个工作日"
    assert asked.files.get().name in answer.text
    assert "向县消防大队提供" in answer.text


def test_a_file_that_is_none_is_refused_and_every_word_is_kept(browser_of, inspector):
    answer = browser_of(inspector).post(
        "/assignments/new/", _asked(material=[_scan(content=b"MZ not a picture")])
    )

    assert answer.status_code == 422
    assert "核查消防手续" in answer.text
    assert not Assignment.objects.exists()


def test_photos_of_the_visit_are_handed_over_and_only_then_seen(
    browser_of, inspector, fire_officer
):
    visit = VisitFactory(recorded=True)
    link = VisitAssignmentFactory(visit=visit, assignment__asked_by=inspector)
    photo = PhotoFactory(visit=visit, file=StoredFileFactory(photo=True), added_by=inspector)
    partner, address = browser_of(fire_officer), f"/visits/{visit.pk}/photos/{photo.pk}/"
    assert partner.get(address).status_code == 404

    browser_of(inspector).post(
        f"/assignments/{link.assignment_id}/material/", {"photos": [photo.pk]}
    )

    assert partner.get(address).status_code == 200
    assert Sharing.objects.get().fields == [photo.file.name]


def test_a_part_is_entered_shared_and_read_on_the_thread(browser_of, inspector, fire_officer):
    asked = AssignmentFactory(asked_by=inspector, accepted=True)
    partner, page = browser_of(fire_officer), f"/assignments/{asked.pk}/"
    partner.post(
        f"{page}part/", {"text": "通道堵塞。", "law_text": "消防法", "material": [_scan()]}
    )
    part, file = PartFinding.objects.get(), AssignmentFile.objects.get()
    reader = browser_of(inspector)
    assert "通道堵塞。" not in reader.get(page).text
    assert reader.get(f"/assignments/files/{file.pk}/").status_code == 404

    said = {"receiver": inspector.department_id, "purpose": "joint_visit"}
    partner.post(f"/assignments/parts/{part.pk}/share/", {**said, "fields_": ["text", "files"]})

    assert "通道堵塞。" in reader.get(page).text
    assert "消防法" not in reader.get(page).text
    assert reader.get(f"/assignments/files/{file.pk}/").status_code == 200


def test_a_stranger_finds_neither_part_nor_file(browser_of, county):
    part = PartFindingFactory()
    market = UserFactory(partner_officer=True, department=DepartmentFactory(market=True))
    browser = browser_of(market)

    assert browser.get(f"/assignments/parts/{part.pk}/share/").status_code == 404
    assert browser.get(f"/assignments/{part.assignment_id}/part/").status_code == 404


def test_an_answer_comes_with_its_papers(browser_of, fire_officer):
    asked = AssignmentFactory(accepted=True)
    said = {"outcome": "handled", "text": "已责令清理。", "papers": [_scan("复函.jpg")]}

    page = browser_of(fire_officer).post(f"/assignments/{asked.pk}/answer/", said, follow=True)

    assert "复函.jpg" in page.text
    assert asked.files.get().role == "answer"


def test_records_are_narrowed_and_taken_as_a_workbook(browser_of, inspector):
    SharingFactory(about="核查消防手续")
    SharingFactory(about="参加联合检查", purpose="joint_visit")
    browser = browser_of(inspector)

    assert len(browser.get("/assignments/sharings/?purpose=joint_visit").context["page"]) == 1
    answer = browser.get("/assignments/sharings/sharings.xlsx?text=消防手续")

    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)
    assert [row[5] for row in rows if row[2] == "县消防大队"] == ["核查消防手续"]


def test_the_list_of_records_costs_the_same_for_one_and_for_three(
    browser_of, inspector, queries_of
):
    browser, address = browser_of(inspector), "/assignments/sharings/"
    SharingFactory()
    for_one = queries_of(browser, address)
    SharingFactory.create_batch(2)

    assert queries_of(browser, address) == for_one
