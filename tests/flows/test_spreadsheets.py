"""Every Excel file that goes out opens in a spreadsheet program, which changes no cell of it.

script/setup --image spreadsheet
script/test --slow tests/flows/test_spreadsheets.py
"""

from __future__ import annotations

import shutil
from datetime import date, time

import pytest

import imports.queries
import reports.workbook
from enforcement.queries import numbers_given
from imports.models import ListImport
from imports.queries import progress_of
from imports.services import start_list
from imports.states import ListKind, ListState
from institutions.models import Institution
from tests.factories.accounts import UserFactory
from tests.factories.institutions import (
    CIVIL_CODE,
    CourseFactory,
    InstitutionFactory,
    StaffFactory,
)
from tests.flows.spreadsheets import MISSING, Office, cells_in, differences
from tests.imports.lists import workbook
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("in_the_county")
slow = pytest.mark.slow

# What a program may take for a formula, a number, a day or an address.
ODD = (
    "=1+1", "+1+1", "-2+3", "@SUM(1,1)", "＝1+1", "=HYPERLINK(\"http://a.test\")", "{=1}",
    "0012", "143112970000001234567", "1E5", "2024-03-01", "3/4", "100%", "TRUE", "'青禾",
    " 青禾, \"托管\"；A&B <中心>", "https://a.test", "𠮷野托管",
)  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture
def clerk(in_the_county):
    return UserFactory(registry_clerk=True, section_head=True, full_name="孙怡")


@pytest.fixture
def odd_ones(in_the_county):
    """Names, numbers and days that a spreadsheet program would like to read its own way."""
    for name in ODD:
        school = InstitutionFactory(name=name.strip(), phone="013800138000", site=True)
        StaffFactory(institution=school, name=name.strip()[:30], id_tail="0012", subject="-1")
        CourseFactory(institution=school, title=f"{name.strip()}", starts_at=time(8, 30))
    Institution.objects.filter(name="0012").update(
        credit_code=CIVIL_CODE, register_kind="civil", licence_until=date(2030, 2, 28)
    )
    StaffFactory(institution=school, certificate_no="20214311270001234", health_until=DAY)
    CourseFactory(institution=school, weekdays=[1, 3], class_limit=30, begins_on=date(2021, 9, 1))


@pytest.fixture
def books(replayed, clerk, odd_ones, commits) -> dict[str, bytes]:
    """Every workbook of the product, of a county that has played a campaign."""
    every, lists = Institution.objects.with_current_site(), imports.queries
    with commits():
        wrong = _sent(workbook(("机构名称", "类别"), *((name, "养老院") for name in ODD)), clerk)
    wrong.refresh_from_db()
    made = {
        "institutions": lists.institutions_workbook(every),
        "staff": lists.staff_workbook(Institution.objects.all()),
        "courses": lists.courses_workbook(Institution.objects.all()),
        "rejected": lists.rejected_workbook(wrong),
        "campaign": reports.workbook.campaign_workbook(replayed, by=clerk, as_of=DAY),
    }
    made |= {f"template-{kind}": lists.template_workbook(kind) for kind in ListKind.values}
    for book in numbers_given():
        made[f"numbers-{book.form}"] = reports.workbook.numbers_workbook(book, by=clerk)
    return made


def _sent(content: bytes, clerk, *, kind: str = "institutions", name: str = "x.xlsx") -> ListImport:
    return start_list(kind=kind, content=content, name=name, by=clerk, at=NOON)


@slow
def test_no_workbook_of_the_product_is_left_out(books):
    doors = {
        name.removesuffix("_workbook")
        for module in (imports.queries, reports.workbook)
        for name in vars(module)
        if name.endswith("_workbook")
    }

    assert {name.partition("-")[0] for name in books} == doors


@slow
def test_what_it_saves_again_holds_the_same_cells_and_no_formula(books, office):
    again = office.saved_again(books)

    assert {name: cells_in(content) for name, content in again.items()} == {
        name: cells_in(content) for name, content in books.items()
    }


@slow
def test_it_shows_words_days_and_long_numbers_as_they_were_written(books, office):
    shown = office.shown(books)

    written = {
        (name, sheet): rows
        for name, content in books.items()
        for sheet, rows in cells_in(content).items()
    }
    assert written.keys() == shown.keys()
    assert {place: differences(rows, shown[place]) for place, rows in written.items()} == {
        place: [] for place in written
    }


@slow
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_what_it_saved_again_goes_back_in_without_a_difference(
    books, office, clerk, commits, ending
):
    again = office.saved_again({name: books[name] for name in ListKind.values}, ending)

    for kind, content in again.items():
        rows = len(next(iter(cells_in(books[kind]).values()))) - 1
        with commits():
            found = _sent(content, clerk, kind=kind, name=f"x.{ending}")
        assert progress_of(found).counts == {"new": 0, "changed": 0, "same": rows, "rejected": 0}
        assert list(found.rows.exclude(reason="")) == []


@slow
def test_rejected_rows_come_back_with_the_same_reasons(books, office, clerk, commits):
    (content,) = office.saved_again({"rejected": books["rejected"]}).values()

    with commits():
        found = _sent(content, clerk)

    before = ListImport.objects.exclude(pk=found.pk).get()
    assert list(found.rows.values_list("cells", "reason")) == list(
        before.rows.values_list("cells", "reason")
    )
    found.refresh_from_db()
    assert found.state == ListState.READY


@slow
def test_a_formula_and_a_number_that_is_too_long_would_be_noticed(office):
    books = {"bad": workbook(("=1+1", 143112970000001234567))}

    with pytest.raises(AssertionError, match="f"):
        cells_in(books["bad"])
    (shown,) = office.shown(books).values()
    assert differences([["=1+1", "143112970000001234567"]], shown) == [
        ("=1+1", "2"),
        ("143112970000001234567", "1.43112970000001E+020"),
    ]


def test_a_machine_without_the_program_is_told_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)

    with pytest.raises(pytest.fail.Exception, match=MISSING):
        Office(tmp_path)
