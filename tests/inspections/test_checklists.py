from datetime import date

import pytest
from django.db import DatabaseError, transaction

from audit.models import AuditEvent
from inspections.errors import NoChecklist
from inspections.models import Checklist, ChecklistItem
from inspections.queries import checklist_on, questions
from inspections.services import load_checklists
from inspections.services.checklists import read_checklist_file
from inspections.states import AnswerValue
from policies.models import RoutedMatter, Violation
from tests.factories import package_law
from tests.times import DAY, NOON


def test_file_holds_forty_three_items_in_order():
    items = read_checklist_file()["items"]

    assert [item["code"] for item in items] == [f"C{n:02d}" for n in range(1, 44)]


def test_file_uses_closed_lists_of_words():
    items = read_checklist_file()["items"]

    assert {word for item in items for word in item["evidence"]} == {
        "photo",
        "document",
        "system",
        "observation",
    }
    assert {item["confidence"] for item in items} == {"source", "derived", "local"}
    assert {kind for item in items for kind in item["kinds"]} == {
        "subject",
        "non_subject",
        "childcare",
    }


def test_file_suggests_only_codes_of_the_catalogue(county):
    package_law.catalogue()
    known = set(Violation.objects.values_list("code", flat=True))
    known |= set(RoutedMatter.objects.values_list("code", flat=True))

    suggested = {
        code
        for item in read_checklist_file()["items"]
        for code in item["violation_codes"] + item["routed_codes"]
    }

    assert suggested - known == set()


def test_load_checklists_publishes_one_per_kind(county):
    made = load_checklists(at=NOON)

    assert {(c.kind, c.version, c.items.count()) for c in made} == {
        ("subject", 1, 39),
        ("non_subject", 1, 37),
        ("childcare", 1, 17),
    }


def test_load_checklists_again_changes_nothing(county):
    load_checklists(at=NOON)
    history = AuditEvent.objects.count()

    again = load_checklists(at=NOON)

    assert again == []
    assert (Checklist.objects.count(), AuditEvent.objects.count()) == (3, history)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_published_item_stays(checklists, change):
    item = ChecklistItem.objects.filter(code="C01")

    with pytest.raises(DatabaseError, match="history stays"), transaction.atomic():
        item.update(text="x") if change == "update" else item._raw_delete("default")

    assert item.first().text == "办学许可证是否在有效期内，是否与门牌、招牌一致"


def test_checklist_on_takes_the_newest_in_force(checklists):
    newer = Checklist.objects.create(
        kind="subject", version=2, valid_from="2022-01-01", source="second edition"
    )

    assert checklist_on("subject", DAY) == checklists["subject"]
    assert checklist_on("subject", date(2022, 1, 1)) == newer


def test_checklist_on_a_day_before_any_is_refused(checklists):
    with pytest.raises(NoChecklist, match="2020年12月31日没有适用于该类机构（校外托管）的检查表"):
        checklist_on("childcare", DAY.replace(year=2020, month=12, day=31))


def test_questions_suggest_only_what_was_in_force(checklists, catalogue):
    first, *_ = questions(checklists["subject"], DAY)

    assert first.item.code == "C01"
    assert [row.code for row in first.violations] == ["V35"]


def test_questions_of_the_real_catalogue_in_2021_name_no_rule_of_2023(checklists):
    package_law.catalogue()

    asked = {q.item.code: q for q in questions(checklists["childcare"], DAY)}

    assert [row.code for row in asked["C40"].violations] == ["V35"]
    assert [row.code for row in asked["C16"].violations] == ["V40"]
    assert [row.code for row in asked["C09"].routed] == ["R14"]


def test_answer_values_are_three():
    assert AnswerValue.values == ["ok", "not_ok", "not_applicable"]
