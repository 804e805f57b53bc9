"""Lists of staff and courses: found by their institution, entered and changed by its verbs."""

from __future__ import annotations

from datetime import date, time

import pytest

from imports.models import ListRow
from imports.queries import courses_workbook, progress_of, rejected_workbook, staff_workbook
from imports.services import start_list
from imports.states import Verdict
from institutions.models import Course, Institution, StaffMember
from tests.factories.institutions import (
    CIVIL_CODE,
    CourseFactory,
    InstitutionFactory,
    StaffFactory,
)
from tests.imports.lists import cells_of
from tests.times import NOON

STAFF = ("机构名称", "姓名", "身份证号", "岗位", "专兼职", "入职日期", "资格证明", "教师资格证号")
COURSES = (
    "机构名称",
    "课程名称",
    "课程类别",
    "招生对象",
    "上课星期",
    "上课时间",
    "下课时间",
    "班额",
)
IDENTITY = "431129199001011234"


@pytest.fixture
def school(county):
    return InstitutionFactory(name="青禾")


def test_staff_is_entered_and_of_an_identity_number_only_the_end_is_kept(read, take, school):
    row = ("青禾", "王小明", IDENTITY, "教师", "全职", "2021.9.1", "教师资格证", "2021001")

    found = read(STAFF, row, kind="staff")
    take(found)

    member = StaffMember.objects.get()
    assert (member.institution, member.name, member.id_tail) == (school, "王小明", "1234")
    assert (member.role, member.employment) == ("teaching", "full")
    assert (member.joined_on, member.certificate_no) == (date(2021, 9, 1), "2021001")
    kept = str(list(ListRow.objects.values("cells", "values", "reason", "changes")))
    assert IDENTITY not in kept
    assert found.content is None


def test_a_wrong_identity_number_is_not_repeated_in_the_reason(read, school):
    found = read(STAFF, ("青禾", "王小明", f"{IDENTITY}9", "教师", "全职"), kind="staff")

    assert "不是证件号码" in found.rows.get().reason
    assert IDENTITY not in found.rows.get().reason
    assert IDENTITY.encode() not in rejected_workbook(found)


def test_an_institution_merged_over_its_people_is_each_ones(read, take, school):
    rows = [STAFF, ("青禾", "甲", "", "教师", "专职"), (None, "乙", "", "厨师", "兼职")]

    take(read(*rows, kind="staff", merged=["A2:A3"]))

    assert list(StaffMember.objects.order_by("pk").values_list("name", "role")) == [
        ("甲", "teaching"),
        ("乙", "kitchen"),
    ]


def test_the_same_staff_twice_changes_nothing_and_a_new_role_changes_that(read, take, school):
    StaffFactory(institution=school, name="王小明", id_tail="1234", employment="full")

    same = read(STAFF, ("青禾", "王小明", IDENTITY, "教师", "全职"), kind="staff")
    other = read(STAFF, ("青禾", "王小明", "", "教研", ""), kind="staff")

    assert same.rows.get().verdict == Verdict.SAME
    assert other.rows.get().changes == [["岗位", "教学人员", "教研人员"]]
    take(other)
    assert StaffMember.objects.get().role == "research"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("红日", "甲", "", "教师", "专职"), "名册中没有机构“红日”"),
        (("", "甲", "", "教师", "专职"), "“机构名称”是空的"),
        (("青禾", "甲", "", "", ""), "新增须填写“岗位”“用工形式”"),
        (("青禾", "", "", "教师", "专职"), "新增须填写“姓名”"),
        (("青禾", "甲", "", "教师", "专职", "", "", "2021001"), "资格证明"),
        (("青禾", "甲", "", "教师", "专职", "2051-01-01"), "晚于今天"),
    ],
)
def test_staff_that_cannot_be_taken_says_why(read, take, school, row, why):
    found = read(STAFF, row, ("青禾", "乙", "", "教师", "专职"), kind="staff")
    take(found)

    bad, good = found.rows.all()
    assert (bad.verdict, good.verdict) == (Verdict.REJECTED, Verdict.NEW)
    assert why in bad.reason
    assert StaffMember.objects.get().name == "乙"


def test_a_course_is_entered_with_its_days_and_hours(read, take, school):
    row = ("青禾", "少儿围棋", "体育", "小学生", "周六、周日", "9:00", "10:30", 20)

    take(read(COURSES, row, kind="courses"))

    course = Course.objects.get()
    assert (course.title, course.family, course.audience) == ("少儿围棋", "sport", "primary")
    assert (course.weekdays, course.class_limit) == ([6, 7], 20)
    assert (course.starts_at, course.ends_at) == (time(9), time(10, 30))


def test_exports_of_staff_and_courses_go_back_in_without_a_difference(clerk, commits, school):
    InstitutionFactory(name="青禾")
    Institution.objects.filter(pk=school.pk).update(credit_code=CIVIL_CODE)
    StaffFactory(institution=school, id_tail="123X", health_until=date(2030, 1, 1), subject="=数学")
    StaffFactory(institution=school, left_on=date(2022, 1, 1))
    CourseFactory(institution=school, weekdays=[1, 3], starts_at=time(18), ends_at=time(19, 30))
    books = {"staff": staff_workbook, "courses": courses_workbook}

    for kind, workbook in books.items():
        content = workbook(Institution.objects.all())
        with commits():
            found = start_list(kind=kind, content=content, name="x.xlsx", by=clerk, at=NOON)
        assert progress_of(found).counts == {"new": 0, "changed": 0, "same": 1, "rejected": 0}
        assert len(cells_of(content)) == 2
