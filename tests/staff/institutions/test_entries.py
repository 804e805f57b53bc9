"""Entering, changing and ending what the registry knows, through its pages."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import AuditEvent
from institutions.models import (
    AnnualCheck,
    Care,
    Course,
    CreditGrade,
    CreditPoint,
    HiringCheck,
    LicenceTerm,
    ListEntry,
    Material,
    Price,
    StaffMember,
    Venue,
)
from tests.factories import institutions as made
from tests.factories.institutions import InstitutionFactory

TEACHER = {
    "name": "赵明",
    "role": "teaching",
    "employment": "full",
    "certificate_kind": "teacher",
    "joined_on": "2021-09-01",
}
COURSE = {
    "title": "围棋",
    "family": "sport",
    "audience": "primary",
    "mode": "offline",
    "weekdays": ["3", "6"],
    "ends_at": "20:00",
}
# Where the form stands, what is sent, and the row that comes of it.
ENTERED = [
    ("staff", TEACHER, StaffMember, {"name": "赵明", "joined_on": date(2021, 9, 1)}),
    ("venue", {"on": "2021-09-01", "floor_to": "3"}, Venue, {"floor_to": 3, "total_area_m2": None}),
    ("care", {"on": "2021-09-01", "meals": "cooked", "beds": "8"}, Care, {"beds": 8}),
    ("courses", COURSE, Course, {"title": "围棋", "weekdays": [3, 6]}),
    ("materials", {"title": "围棋练习", "is_self_written": "on"}, Material, {"title": "围棋练习"}),
    (
        "prices",
        {"item": "围棋", "unit": "lesson", "amount_fen": "80.50", "on": "2021-09-01"},
        Price,
        {"amount_fen": 8050, "guide_fen": None},
    ),
    (
        "licence",
        {"number": "1431129", "valid_from": "2022-01-01", "valid_until": "2024-12-31"},
        LicenceTerm,
        {"valid_until": date(2024, 12, 31)},
    ),
    (
        "annual",
        {"year": "2020", "score": "92", "checked_on": "2021-03-01"},
        AnnualCheck,
        {"result": "excellent", "vetoes": []},
    ),
    (
        "lists",
        {"kind": "black", "reason": "卷款", "valid_from": "2021-09-01"},
        ListEntry,
        {"kind": "black", "valid_until": None},
    ),
    ("grades", {"on": "2021-09-01", "score": "85"}, CreditGrade, {"grade": "B"}),
    ("points", {"delta": "-3", "reason": "超时", "on": "2021-09-01"}, CreditPoint, {"delta": -3}),
]


@pytest.fixture
def shop(county):
    return InstitutionFactory(site=True, kind="childcare")


@pytest.mark.parametrize(("part", "sent", "model", "wanted"), ENTERED, ids=lambda one: str(one)[:9])
def test_clerk_enters(browser_of, clerk, shop, part, sent, model, wanted):
    answer = browser_of(clerk).post(f"/institutions/{shop.pk}/{part}/new/", sent)

    assert answer.status_code == 302, answer.text
    row = model.objects.get()
    assert {name: getattr(row, name) for name in wanted} == wanted
    assert browser_of(clerk).get(answer.url).status_code == 200
    assert AuditEvent.objects.filter(kind__startswith="institution.").count() == 1


@pytest.mark.parametrize("part", [part for part, *_ in ENTERED])
def test_empty_form_says_what_is_missing_and_enters_nothing(browser_of, clerk, shop, part):
    answer = browser_of(clerk).post(f"/institutions/{shop.pk}/{part}/new/", {})

    assert answer.status_code == 422
    assert "该字段是必填项" in answer.text
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("part", [part for part, *_ in ENTERED])
def test_inspector_enters_nothing_but_may_look(browser_of, inspector, shop, part):
    browser = browser_of(inspector)

    assert browser.post(f"/institutions/{shop.pk}/{part}/new/", {}).status_code == 403
    for sheet in ("staff", "venue", "courses", "standing"):
        page = browser.get(f"/institutions/{shop.pk}/{sheet}/")
        assert page.status_code == 200
        assert "/new/" not in page.text


def test_staff_member_is_changed_checked_and_leaves(browser_of, clerk):
    member = made.StaffFactory(name="赵明")
    browser, path = browser_of(clerk), f"/institutions/staff/{member.pk}"
    start = browser.get(f"{path}/edit/").context["form"].initial
    sent = {name: value for name, value in start.items() if value not in (None, False)}
    asked = {"kind": "entry", "asked_on": "2021-08-30", "result": "clear", "authority": "县公安局"}

    browser.post(f"{path}/edit/", sent | {"subject": "数学"})
    browser.post(f"{path}/check/", asked)
    answer = browser.post(f"{path}/leave/", {"on": "2021-11-01"}, follow=True)

    member.refresh_from_db()
    assert (member.subject, member.left_on) == ("数学", date(2021, 11, 1))
    assert HiringCheck.objects.get().result == "clear"
    assert "已离职" in answer.text


def test_edit_that_another_clerk_overtook_is_refused_and_keeps_what_was_typed(browser_of, clerk):
    member = made.StaffFactory(version=2)
    sent = TEACHER | {"version": "1", "subject": "数学"}

    answer = browser_of(clerk).post(f"/institutions/staff/{member.pk}/edit/", sent)

    assert answer.status_code == 422
    assert "刚刚已被他人修改" in answer.text
    assert 'value="数学"' in answer.text


def test_survey_begins_with_what_is_known(browser_of, clerk, shop):
    made.VenueFactory(site=shop.current_site, training_area_m2=200)

    form = browser_of(clerk).get(f"/institutions/{shop.pk}/venue/new/").context["form"]

    assert form.initial["training_area_m2"] == 200


def test_remarks_stand_on_the_institution_with_their_source(browser_of, inspector):
    shop = InstitutionFactory(site=True)
    made.VenueFactory(site=shop.current_site, training_area_m2=200, pupils_same_time=67)

    answer = browser_of(inspector).get(f"/institutions/{shop.pk}/")

    assert "最多容纳66人" in answer.text
    assert "教监管厅函〔2022〕9号" in answer.text


def test_course_material_and_list_end_and_annual_check_is_voided(browser_of, clerk):
    browser = browser_of(clerk)
    course, material = made.CourseFactory(), made.MaterialFactory()
    check, listed = made.AnnualCheckFactory(), made.ListEntryFactory()

    browser.post(f"/institutions/courses/{course.pk}/end/", {"on": "2021-11-01"})
    browser.post(f"/institutions/materials/{material.pk}/end/", {"on": "2021-11-01"})
    browser.post(f"/institutions/annual/{check.pk}/void/", {"because": "录入错误"})
    browser.post(
        f"/institutions/lists/{listed.pk}/leave/", {"on": "2021-11-01", "because": "整改完毕"}
    )

    for row in (course, material, check, listed):
        row.refresh_from_db()
    assert (course.ended_on, material.withdrawn_on) == (date(2021, 11, 1),) * 2
    assert (check.voided_by, listed.valid_until) == (clerk, date(2021, 11, 1))


def test_points_are_settled(browser_of, clerk):
    shop = InstitutionFactory()
    sent = {"year": "2021", "on": "2021-11-01"}

    answer = browser_of(clerk).post(f"/institutions/{shop.pk}/points/settle/", sent, follow=True)

    assert "积分已结算" in answer.text
    assert "白名单" in answer.text


def test_entries_of_the_neighbour_are_not_found(browser_of, clerk, next_door):
    with next_door():
        theirs = made.StaffFactory()

    answer = browser_of(clerk).post(f"/institutions/staff/{theirs.pk}/leave/", {"on": "2021-11-01"})

    assert answer.status_code == 404
