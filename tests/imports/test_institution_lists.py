"""Lists of institutions: from what bureaus send to the registry, and nothing twice."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from common.clock import localdate
from imports.models import ListRow
from imports.queries import institutions_workbook, progress_of, rejected_workbook
from imports.services import start_list
from imports.states import ListState, Verdict
from institutions.models import Institution
from tests.factories.institutions import BUSINESS_CODE, CIVIL_CODE, InstitutionFactory
from tests.imports.lists import HEAD, cells_of
from tests.times import NOON


def verdicts(found) -> list[tuple[int, str]]:
    return list(found.rows.values_list("number", "verdict"))


def facts() -> list[tuple]:
    return list(
        Institution.objects.order_by("pk").values_list(
            "name", "kind", "state", "credit_code", "phone", "version"
        )
    )


def test_a_new_institution_is_shown_first_and_entered_when_confirmed(read, take):
    found = read(HEAD, ("青禾托管中心", "午托", BUSINESS_CODE, "城关镇文化路1号", 13800000001))

    assert (found.state, verdicts(found)) == (ListState.READY, [(2, Verdict.NEW)])
    assert not Institution.objects.exists()

    take(found)

    assert found.state == ListState.TAKEN
    assert facts() == [
        ("青禾托管中心", "childcare", "lead", BUSINESS_CODE, "13800000001", 1),
    ]
    assert Institution.objects.get().current_site.address == "城关镇文化路1号"
    assert found.rows.get().institution == Institution.objects.get()


def test_history_says_from_which_row_of_which_list(read, take):
    take(read(HEAD, ("青禾托管中心", "托管", "", "城关镇文化路1号", "")))

    events = AuditEvent.objects.filter(kind__startswith="institution.").order_by("pk")
    assert [event.kind for event in events] == ["institution.register", "institution.move_site"]
    assert events[0].facts == {"note": "导入名单“名单.xlsx”第2行"}
    assert {event.actor_name for event in events} == {"孙怡"}


def test_title_rows_odd_order_and_dates_as_text_are_understood(read, take):
    head = ("序号", "许可证有效期", "*单位名称（全称）", "办学许可证号", "类型", "法人")
    row = (1, "2023.9.1至2026年8月31日", "青禾培训学校", 143112970000001, "学科类", "王小明")

    found = read(head, row, title="桤木县校外培训机构一览表（2024年3月）")
    take(found)

    assert found.head_row == 2
    school = Institution.objects.get()
    assert (school.name, school.licence_no) == ("青禾培训学校", "143112970000001")
    assert (school.licence_from, school.licence_until) == (date(2023, 9, 1), date(2026, 8, 31))
    assert (school.state, school.legal_person) == ("licensed", "王小明")


def test_the_same_file_twice_changes_nothing(read, take):
    rows = (HEAD, ("青禾", "托管", CIVIL_CODE, "文化路1号", ""), ("向阳", "托管", "", "", "123"))
    take(read(*rows))
    before, events = facts(), AuditEvent.objects.filter(kind__startswith="institution.").count()

    again = read(*rows)

    assert verdicts(again) == [(2, Verdict.SAME), (3, Verdict.SAME)]
    assert facts() == before
    assert AuditEvent.objects.filter(kind__startswith="institution.").count() == events


def test_a_changed_cell_changes_that_and_an_empty_one_nothing(read, take):
    school = InstitutionFactory(name="青禾", credit_code=CIVIL_CODE, register_kind="civil")
    Institution.objects.update(phone="110", principal="李四")

    found = read(("名称", "信用代码", "电话", "校长"), ("青禾学校", CIVIL_CODE, "120", None))

    assert found.rows.get().changes == [
        ["机构名称", "青禾", "青禾学校"],
        ["联系电话", "110", "120"],
    ]
    take(found)
    school.refresh_from_db()
    assert (school.name, school.phone, school.principal) == ("青禾学校", "120", "李四")
    assert school.former_names == "青禾"


def test_a_new_address_is_a_move_and_keeps_the_old_site(read, take):
    school = InstitutionFactory(name="青禾", site__address="文化路1号")

    take(read(("机构名称", "办学地址"), ("青禾", "文化路9号")))

    sites = school.sites.order_by("pk").values_list("address", "valid_until")
    assert list(sites) == [("文化路1号", localdate(timezone.now())), ("文化路9号", None)]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("", "托管", "", "甲路1号", ""), "“机构名称”是空的，请填写。"),
        (("青禾", "", "", "", ""), "名册中没有这家机构，新增机构须填写“类别”。"),
        (("青禾", "养老院", "", "", ""), "“类别”填的是“养老院”，不是可用的选项"),
        (("青禾", "托管", "91999901MA1TEK1029", "", ""), "第18位校验码不符"),
        (("青禾", "托管", 919999011234567890, "", ""), "末几位已经失真"),
        (("青" * 201, "托管", "", "", ""), "机构名称有201个字"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(read, row, why):
    found = read(HEAD, row, ("向阳托管", "托管", "", "", ""))

    bad, good = found.rows.all()
    assert (bad.verdict, good.verdict) == (Verdict.REJECTED, Verdict.NEW)
    assert why in bad.reason


def test_rejected_rows_are_downloaded_corrected_and_sent_again(read, take, clerk, commits):
    found = read(
        HEAD, ("青禾", "养老院", CIVIL_CODE, "甲路1号", "=1+1"), ("向阳", "托管", "", "", "")
    )
    take(found)

    rows = cells_of(rejected_workbook(found))
    assert rows[0][:3] == ["不能导入的原因", "原行号", "机构名称"]
    assert rows[1][1:] == [2, "青禾", "养老院", CIVIL_CODE, "甲路1号", None]
    assert "养老院" in rows[1][0]

    rows[1][3] = "托管"
    again = read(*rows)
    take(again)

    assert [row.verdict for row in again.rows.all()] == [Verdict.NEW]
    assert set(Institution.objects.values_list("name", flat=True)) == {"青禾", "向阳"}


def test_the_same_institution_twice_in_a_list_is_taken_once(read):
    found = read(
        HEAD,
        ("青禾", "托管", CIVIL_CODE, "", ""),
        ("青禾分部", "托管", CIVIL_CODE, "", ""),
        ("向阳", "托管", "", "甲路", ""),
        ("向阳", "托管", "", "甲路", ""),
    )

    assert [row.verdict for row in found.rows.all()] == ["new", "rejected", "new", "rejected"]
    assert found.rows.get(number=3).reason == "与第2行是同一家机构，请只保留一行。"


def test_a_name_that_two_bear_asks_for_a_number(read):
    InstitutionFactory.create_batch(2, name="青禾")

    found = read(("机构名称", "联系电话"), ("青禾", "120"))

    assert "名册中有2家同名机构" in found.rows.get().reason


def test_a_list_does_not_move_a_state(read):
    InstitutionFactory(name="青禾", suspended=True)

    found = read(("机构名称", "状态"), ("青禾", "正常"))

    assert found.rows.get().verdict == Verdict.REJECTED
    assert "名册中为“停业”" in found.rows.get().reason


def test_what_changed_since_the_preview_is_not_overwritten(read, take):
    school = InstitutionFactory(name="青禾")
    found = read(("机构名称", "联系电话"), ("青禾", "120"), ("向阳", "119"))
    Institution.objects.filter(pk=school.pk).update(version=2, phone="110")

    take(found)

    row = found.rows.get(number=2)
    assert (row.verdict, row.taken_at) == (Verdict.REJECTED, None)
    assert "预览之后已被修改" in row.reason
    school.refresh_from_db()
    assert school.phone == "110"


def test_what_was_entered_since_the_preview_is_not_entered_twice(read, take):
    found = read(HEAD, ("青禾", "托管", CIVIL_CODE, "", ""), ("向阳", "托管", "", "", ""))
    InstitutionFactory(name="青禾", credit_code=CIVIL_CODE, register_kind="civil")
    InstitutionFactory(name="向阳")

    take(found)

    assert [row.verdict for row in found.rows.all()] == [Verdict.REJECTED, Verdict.REJECTED]
    assert Institution.objects.count() == 2


def test_an_export_goes_back_in_without_a_difference(clerk, commits):
    for state in ("licensed", "rectifying", "suspended", "stopped"):
        InstitutionFactory(**{state: True} if state != "licensed" else {}, site=True)
    InstitutionFactory(name="=1+1", lead=True, short_name="@x", site__unsurveyed=True)
    InstitutionFactory(childcare=True, phone="0746-1234567", licence_until=date(2030, 2, 28))
    content = institutions_workbook(Institution.objects.with_current_site())

    with commits():
        found = start_list(
            kind="institutions", content=content, name="名录.xlsx", by=clerk, at=NOON
        )

    found.refresh_from_db()
    assert progress_of(found).counts == {"new": 0, "changed": 0, "same": 6, "rejected": 0}
    assert {title for title, name, _ in found.head if not name} == set()
    assert ListRow.objects.exclude(reason="").count() == 0
