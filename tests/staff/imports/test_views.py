"""A clerk sends a list, looks at what it would change, and confirms it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from imports.models import ListImport
from imports.states import ListState
from institutions.models import Institution
from tests.factories.accounts import UserFactory
from tests.factories.imports import ListImportFactory, ListRowFactory
from tests.factories.institutions import InstitutionFactory
from tests.imports.lists import HEAD, cells_of, workbook


@pytest.fixture
def desk(browser_of, clerk):
    return browser_of(clerk)


def upload(desk, commits, content: bytes, name="名单.xlsx", kind="institutions"):
    with commits():
        sent = SimpleUploadedFile(name, content)
        return desk.post("/imports/", {"kind": kind, "file": sent})


def text(answer) -> str:
    return answer.content.decode()


def test_a_list_is_sent_looked_at_and_taken(desk, commits):
    InstitutionFactory(name="青禾", phone="110")
    rows = (
        ("机构名称", "类别", "联系电话", "星级"),
        ("青禾", "", "120", "五"),
        ("向阳", "托管", "", ""),
    )

    answer = upload(desk, commits, workbook(*rows))
    page = text(desk.get(answer.url))
    for words in ("确认导入 2 行", "新增 1 行、变更 1 行", "110", "120", "星级（未识别，不导入）"):
        assert words in page
    assert not Institution.objects.filter(name="向阳").exists()

    with commits():
        desk.post(f"{answer.url}take/")

    assert Institution.objects.filter(name="向阳").exists()
    assert "导入 2 行" in text(desk.get(answer.url))


def test_rejected_rows_are_offered_with_their_reasons(desk, commits):
    answer = upload(desk, commits, workbook(HEAD, ("青禾", "养老院", "", "", "")))

    page = text(desk.get(answer.url))
    download = desk.get(f"{answer.url}rejected.xlsx")

    assert "下载不能导入的1行" in page
    assert "没有可以导入的行" in page
    assert "attachment" in download["Content-Disposition"]
    assert "养老院" in cells_of(download.content)[1][0]


def test_what_is_no_workbook_is_a_sentence_on_the_form(desk, commits):
    answer = upload(desk, commits, b"name,kind\n", name="名单.csv")

    assert answer.status_code == 422
    assert "不是可读的Excel文件" in text(answer)
    assert not ListImport.objects.exists()


def test_a_list_without_head_says_so_on_its_page(desk, commits):
    answer = upload(desk, commits, workbook(("电话", "地址"), ("120", "甲路")))

    assert "没有找到表头" in text(desk.get(answer.url))


def test_nothing_sent_asks_for_a_file(desk, commits):
    answer = desk.post("/imports/", {"kind": "institutions"})

    assert answer.status_code == 422
    assert "请选择文件" in text(answer)


def test_progress_asks_again_until_the_work_is_done(desk):
    working, done = ListImportFactory(taking=True), ListImportFactory(taken=True)
    ListRowFactory(list_import=working)

    first = desk.get(f"/imports/{working.pk}/progress/")
    last = desk.get(f"/imports/{done.pk}/progress/")

    assert "every 1s" in text(first)
    assert "0 / 1 行" in text(first)
    assert "HX-Refresh" not in first
    assert "every 1s" not in text(last)
    assert last["HX-Refresh"] == "true"


def test_a_list_is_left_and_nothing_changes(desk):
    found = ListRowFactory().list_import

    desk.post(f"/imports/{found.pk}/discard/")

    found.refresh_from_db()
    assert found.state == ListState.DISCARDED
    assert not Institution.objects.exists()


def test_a_list_is_not_taken_twice(desk):
    found = ListImportFactory(taken=True)

    answer = desk.post(f"/imports/{found.pk}/take/", HTTP_REFERER="http://999901.test/imports/")

    assert answer.status_code == 302
    assert "现在是“已导入”" in text(desk.get("/imports/"))


def test_the_same_file_sent_again_is_said(desk):
    earlier = ListImportFactory(taken=True)
    again = ListImportFactory(sha256=earlier.sha256)

    assert "同一份文件已于" in text(desk.get(f"/imports/{again.pk}/"))


def test_rows_are_narrowed_by_verdict(desk):
    found = ListRowFactory().list_import
    ListRowFactory(list_import=found, rejected=True, values={"name": "朝霞托管"}, cells=[])

    page = text(desk.get(f"/imports/{found.pk}/?verdict=rejected"))

    assert "朝霞托管" in page
    assert "向阳托管中心" not in page


def test_export_holds_what_the_list_shows(browser_of, county):
    InstitutionFactory(name="=HYPERLINK(1)", childcare=True)
    InstitutionFactory(name="青禾")
    viewer = browser_of(UserFactory(inspector=True))

    rows = cells_of(viewer.get("/institutions/export.xlsx?kind=childcare").content)

    assert [row[0] for row in rows] == ["机构名称", "=HYPERLINK(1)"]


def test_template_names_the_columns(desk):
    rows = cells_of(desk.get("/imports/template.xlsx?kind=institutions").content)

    assert rows[0][:3] == ["机构名称", "简称", "类别"]
    assert desk.get("/imports/template.xlsx?kind=cars").status_code == 404


@pytest.mark.parametrize("path", ["", "1/", "1/progress/", "1/rejected.xlsx", "template.xlsx"])
def test_whoever_only_looks_has_no_right_to_lists(browser_of, county, path):
    viewer = browser_of(UserFactory(inspector=True))

    assert viewer.get(f"/imports/{path}").status_code == 403


def test_a_page_of_rows_costs_as_many_statements_for_three_as_for_one(desk, queries_of):
    found = ListRowFactory(institution=InstitutionFactory()).list_import
    one = queries_of(desk, f"/imports/{found.pk}/")
    for _ in range(2):
        ListRowFactory(list_import=found, institution=InstitutionFactory())

    assert queries_of(desk, f"/imports/{found.pk}/") == one
