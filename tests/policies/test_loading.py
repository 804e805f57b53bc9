"""The catalogue meets a county: first load, second load, and a newer file."""

import re
import shutil
from datetime import date

import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed
from policies.catalogue import DATA
from policies.errors import CatalogueConflict, CatalogueFileBroken, LawConflict
from policies.models import Basis, Benchmark, Law, Parameter, PenaltyKind, RoutedMatter, Violation
from policies.queries import get_violation_on, parameter
from policies.services import confirm_article, load_catalogue
from tests.factories.accounts import UserFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.django_db

NEWER_DAY = date(2027, 3, 1)
OTHER_NUMBER = {"第十九条\n": "第二十条\n"}


@pytest.fixture
def newer(tmp_path):
    """``newer(file, {was: becomes})``: the package's files with one of them changed."""

    def change(file, words, edition="2027-03-01"):
        folder = shutil.copytree(DATA, tmp_path / "data", dirs_exist_ok=True)
        for path in folder.glob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            text = re.sub(r"^edition: .*$", f"edition: {edition}", text, count=1, flags=re.M)
            for was, becomes in words.items() if path.name == file else ():
                assert was in text
                text = text.replace(was, becomes, 1)
            path.write_text(text, encoding="utf-8")
        return folder

    return change


FULL = [7, 43, 5, 23, 20, 150, 60]


def counts():
    kinds = (Law, Violation, Basis, RoutedMatter, PenaltyKind, Benchmark, Parameter)
    return [model.objects.count() for model in kinds]


def test_load_catalogue_fills_an_empty_county(county):
    load_catalogue(at=NOON)

    assert counts() == FULL
    assert AuditEvent.objects.get().kind == "policies.load_catalogue"


def test_load_catalogue_twice_changes_nothing(county):
    load_catalogue(at=NOON)

    assert load_catalogue(at=NOON) == []
    assert counts() == FULL
    assert AuditEvent.objects.count() == 1


def test_load_catalogue_does_not_reach_the_neighbour(county, next_door):
    load_catalogue(at=NOON)

    with next_door():
        assert counts() == [0] * 7


def test_load_catalogue_by_a_person_asks_permission(county):
    with pytest.raises(NotAllowed):
        load_catalogue(by=UserFactory(inspector=True), at=NOON)

    assert counts() == [0] * 7


def test_load_catalogue_of_a_newer_file_begins_a_new_row_and_ends_the_old_one(county, newer):
    load_catalogue(at=NOON)

    changes = load_catalogue(at=NOON, folder=newer("violations_a.yaml", OTHER_NUMBER))

    assert [change.kind for change in changes] == ["violation.end", "violation.add"]
    old, new = Violation.objects.filter(code="V03")
    assert (old.article, old.valid_until) == ("第十九条", date(2027, 2, 28))
    assert (new.article, new.valid_from, new.valid_until) == ("第二十条", NEWER_DAY, None)
    assert get_violation_on("V03", date(2027, 2, 28)) == old
    assert get_violation_on("V03", NEWER_DAY) == new
    assert AuditEvent.objects.get(kind="violation.end").after == "2027-02-28"


def test_load_catalogue_of_a_newer_file_twice_changes_nothing(county, newer):
    load_catalogue(at=NOON)
    folder = newer("violations_a.yaml", OTHER_NUMBER)
    load_catalogue(at=NOON, folder=folder)

    assert load_catalogue(at=NOON, folder=folder) == []


def test_load_catalogue_of_a_newer_file_in_a_new_county_holds_from_the_law_on(county, newer):
    folder = newer("violations_a.yaml", OTHER_NUMBER)

    load_catalogue(at=NOON, folder=folder)

    row = Violation.objects.get(code="V03")
    assert (row.article, row.valid_from) == ("第二十条", date(2023, 10, 15))


def test_load_catalogue_does_not_carry_a_confirmation_to_other_wording(county, newer):
    load_catalogue(at=NOON)
    old = Violation.objects.get(code="V03")
    confirm_article(old.pk, by=UserFactory(security_administrator=True), at=NOON, note="正式文本")

    load_catalogue(at=NOON, folder=newer("violations_a.yaml", OTHER_NUMBER))

    assert get_violation_on("V03", date(2026, 1, 1)).is_quotable_on(date(2026, 1, 1))
    assert not get_violation_on("V03", NEWER_DAY).is_quotable_on(NEWER_DAY)


def test_load_catalogue_of_a_changed_file_without_a_newer_edition_is_refused(county, newer):
    load_catalogue(at=NOON)
    folder = newer("violations_a.yaml", OTHER_NUMBER, edition="2023-10-15")

    with pytest.raises(CatalogueConflict, match="V03.*不一致.*请为改动的目录写上更新的版本日期"):
        load_catalogue(at=NOON, folder=folder)

    assert counts() == FULL


def test_load_catalogue_takes_the_end_of_a_row(county, newer):
    load_catalogue(at=NOON)
    words = {
        "    valid_from: 2017-10-01\n": "    valid_from: 2017-10-01\n    valid_until: 2027-01-31\n"
    }

    load_catalogue(at=NOON, folder=newer("routed.yaml", words))

    assert RoutedMatter.objects.get(code="R01").valid_until == date(2027, 1, 31)


def test_load_catalogue_takes_the_end_of_a_law(county, newer):
    load_catalogue(at=NOON)
    words = {
        "in_force_from: 2023-10-15": "in_force_from: 2023-10-15\n    in_force_until: 2027-01-31"
    }

    changes = load_catalogue(at=NOON, folder=newer("laws.yaml", words))

    assert [(change.kind, change.after) for change in changes] == [("law.end", "2027-01-31")]
    assert not get_violation_on("V01", date(2027, 2, 1)).is_in_force_on(date(2027, 2, 1))


def test_load_catalogue_that_renames_a_law_is_refused(county, newer):
    load_catalogue(at=NOON)

    with pytest.raises(LawConflict, match="法规有修订时请另起一个代码"):
        load_catalogue(at=NOON, folder=newer("laws.yaml", {"2021年修订": "2021年修正"}))

    assert counts() == FULL


def test_load_catalogue_with_an_unknown_law_is_refused_and_writes_nothing(county, newer):
    folder = newer("bases.yaml", {"law: penalty_law_2021": "law: penalty_law_2031"})

    with pytest.raises(CatalogueFileBroken, match="条目PL28有误：没有名为penalty_law_2031的法规"):
        load_catalogue(at=NOON, folder=folder)

    assert counts() == [0] * 7


def test_load_catalogue_of_a_newer_number_leaves_the_past(county, newer):
    load_catalogue(at=NOON)
    words = {
        "value: {count: 15, unit: calendar_day}": "value: {count: 30, unit: calendar_day}",
    }

    load_catalogue(at=NOON, folder=newer("statutory.yaml", words))

    assert parameter("deadline.t11", DAY)["count"] == 15
    assert parameter("deadline.t11", NEWER_DAY)["count"] == 30
